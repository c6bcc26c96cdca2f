# SPDX-License-Identifier: GPL-3.0-or-later
"""How prompts are read: tokens and measures, colours, sentence embeddings, and the clauses of a scene.

Grammar owns structure (who wears what, left or right, how many); embeddings only find synonyms.
Every module here imports in milliseconds; torch and tokenizers load on the first embedding.
"""
