# SPDX-License-Identifier: GPL-3.0-or-later
"""The server: a broker that never computes, and worker processes that do.

One process, one thread and one loop (:mod:`.broker`) answer every client at once; jobs live in SQLite
(:mod:`.jobs`), results in a content-addressed store (:mod:`.results`, :mod:`.ledger`); engines
run in worker processes (:mod:`.worker`) that may be killed at any moment without losing a job.
"""
