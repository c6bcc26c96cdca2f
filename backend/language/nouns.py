# SPDX-License-Identifier: GPL-3.0-or-later
"""Nouns that tell the grammar what a phrase is about: a person, a garment, a place, a thing.

Only for routing. What exactly a "kimono" or a "glacier" is, the engines decide. Base forms.
"""

from __future__ import annotations

from backend.language.words import word_set

MALE = word_set(
    "man boy guy gentleman father dad grandfather grandpa king prince son brother uncle husband fireman policeman "
    "waiter actor wizard monk businessman cowboy sportsman superman batman spiderman santa lad dude bloke fisherman "
    "salesman mailman craftsman gentlemen emperor groom sir hero")
FEMALE = word_set(
    "woman girl lady mother mom mum grandmother grandma queen princess daughter sister aunt wife policewoman waitress "
    "actress witch nun businesswoman cowgirl ballerina bride empress goddess gal madam heroine housewife cheerleader "
    "schoolgirl")
#: People without a face of their own: with an action they mean the avatar that is there.
GENERIC = word_set(
    "person people character human figure avatar somebody someone everyone everybody anyone anybody subject")
PERSONS = MALE | FEMALE | GENERIC | word_set(
    "child kid baby toddler teenager teen adult elder senior youth student teacher doctor nurse surgeon soldier "
    "knight warrior ninja samurai pirate viking gladiator archer hunter farmer chef cook baker butcher driver pilot "
    "astronaut scientist engineer worker builder athlete runner dancer boxer wrestler gymnast swimmer skater player "
    "footballer clown magician musician singer guitarist drummer artist painter sculptor writer poet judge lawyer "
    "priest pope officer police cop guard detective spy thief robber zombie vampire werewolf robot android cyborg "
    "alien monster superhero villain elf dwarf orc goblin giant troll hobbit angel demon mannequin model tourist "
    "traveller traveler pedestrian passenger firefighter paramedic sailor captain mechanic plumber carpenter "
    "electrician programmer hacker librarian secretary manager boss president politician citizen villager peasant "
    "merchant blacksmith shepherd miner lumberjack lifeguard surfer skier snowboarder cyclist climber hiker explorer "
    "adventurer ranger scout skeleton mummy mermaid cheerleader bodybuilder acrobat juggler mime jester bartender "
    "barista twin friend couple crowd family group team protagonist sorcerer mage paladin rogue barbarian druid bard "
    "cleric individual stranger neighbor neighbour fighter monk referee coach goalkeeper striker")

GARMENTS = word_set(
    "shirt tshirt t-shirt tee blouse top tanktop jumper sweater sweatshirt hoodie cardigan pullover vest waistcoat "
    "jacket coat overcoat raincoat trenchcoat parka blazer suit tuxedo uniform costume outfit attire clothes clothing "
    "jumpsuit overalls overall dungarees romper onesie dress gown sundress skirt miniskirt kilt sarong kimono sari "
    "robe bathrobe toga tunic cloak cape poncho shawl apron armor armour chainmail trouser trousers pant pants jean "
    "jeans legging leggings shorts slacks chinos joggers sweatpants tracksuit swimsuit bikini trunks leotard tights "
    "stocking stockings sock socks shoe shoes boot boots sneaker sneakers trainers sandal sandals heel heels loafers "
    "slipper slippers hat cap beanie helmet hood turban headband bandana beret fedora crown tiara mask glasses "
    "sunglasses goggles scarf tie bowtie bow-tie belt suspenders glove gloves mitten mittens necklace bracelet "
    "earring earrings ring watch backpack pyjamas pajamas nightgown lingerie underwear spacesuit wetsuit scrubs polo "
    "jersey sleeve sleeves collar cuffs rags")
#: What one may be dressed in without naming the garment.
FABRICS = word_set("denim leather cotton silk wool linen velvet satin fur lace tweed plaid stripes")
#: Garments that are rather props when no one wears them.
PROP_GARMENTS = word_set("crown ring watch mask helmet armor armour backpack shoe boot necklace tiara glasses goggles")
BODY = word_set(
    "hair beard moustache mustache goatee stubble sideburns ponytail braid bun bangs fringe dreadlocks afro mohawk "
    "curls eye eyebrow eyelash nose mouth lip tooth ear cheek chin jaw face head neck shoulder chest breast waist "
    "belly stomach hip arm forearm elbow hand finger fist wrist leg thigh knee calf ankle foot toe skin freckle "
    "wrinkle scar tattoo complexion muscle build body figure physique frame height weight torso back abs biceps bmi "
    "smile frown expression texture pattern length neckline hem style")

PLACES = word_set(
    "beach shore coast seaside sea ocean lake river stream creek pond waterfall island lagoon bay harbor harbour port "
    "dock pier jetty marina boardwalk bridge canal forest wood woods jungle rainforest grove orchard meadow field "
    "pasture prairie savanna savannah steppe tundra desert dune oasis canyon valley cliff mountain hill hilltop "
    "volcano glacier cave cavern park garden yard backyard courtyard playground plaza square street road alley "
    "highway sidewalk crossroads avenue boulevard city town village suburb downtown skyline neighborhood "
    "neighbourhood farm barn ranch vineyard countryside landscape wilderness room bedroom bathroom kitchen "
    "living-room livingroom lounge hall hallway corridor lobby office classroom school library museum gallery studio "
    "theater theatre cinema stage auditorium church cathedral chapel temple mosque monastery castle palace dungeon "
    "hospital gym stadium arena court pitch track pool restaurant cafe bar pub club nightclub casino hotel shop store "
    "mall supermarket market bakery warehouse factory workshop garage basement attic cellar rooftop roof terrace "
    "balcony patio porch greenhouse conservatory airport hangar runway station subway metro platform train-station "
    "tunnel parking cemetery graveyard ruin ruins amphitheater colosseum space moon mars planet universe galaxy "
    "nebula sky horizon world background environment setting indoors outdoors outside inside hdri panorama swamp "
    "marsh wetland reef seabed underwater iceberg fjord plain plateau clearing glade path trail interior exterior "
    "saloon rodeo quarry lighthouse campsite camp zoo aquarium laboratory lab bunker prison cell")
TIMES = word_set(
    "sunset sunrise dawn dusk twilight morning noon midday afternoon evening night nighttime midnight day daytime "
    "daylight moonlight sunlight sunshine starlight golden-hour summer winter spring autumn fall christmas halloween")
WEATHER = word_set(
    "cloud clouds overcast rain snow snowfall fog mist haze storm thunderstorm lightning blizzard wind drizzle "
    "rainbow sun stars weather aurora smog sandstorm clear-sky light lighting shade shadow")

THINGS = word_set(
    "vase bowl cup mug glass bottle jar jug pitcher plate dish pot pan kettle teapot spoon fork knife table desk "
    "chair stool bench sofa couch armchair bed bookshelf shelf cabinet wardrobe drawer dresser lamp lantern candle "
    "candlestick chandelier mirror clock frame painting picture poster book box crate barrel basket bucket bag chest "
    "suitcase trunk coin key lock door window gate fence ladder stair stairs column pillar statue statuette sculpture "
    "bust figurine toy doll teddy ball cube sphere cylinder cone pyramid torus dice chess pawn trophy medal crown "
    "sword shield axe hammer spear bow arrow gun rifle pistol wand staff torch umbrella guitar piano violin drum "
    "trumpet flute phone laptop computer keyboard monitor television tv camera radio speaker car truck bus van "
    "motorcycle bicycle bike skateboard boat ship canoe spaceship spacecraft ufo satellite plane airplane helicopter "
    "rocket train wagon cart wheel tire tree bush flower plant cactus mushroom rock stone boulder log stump leaf "
    "apple banana orange pear lemon cherry strawberry grape melon carrot tomato potato pumpkin vegetable fruit bread "
    "loaf cake pie cookie donut doughnut pizza burger sandwich cheese egg pen pencil brush scissors screw bolt nut "
    "gear wrench screwdriver saw pliers cat dog horse cow pig sheep goat chicken duck bird fish dinosaur dragon "
    "elephant lion tiger bear wolf fox rabbit mouse snake frog turtle house hut cottage cabin tent tower windmill "
    "fountain well tombstone throne anvil cauldron potion scroll map globe telescope microscope hourglass goblet "
    "chalice pedestal planter flowerpot snowman scarecrow balloon kite drone pillow cushion rug carpet curtain towel "
    "blanket dumbbell barbell bat racket helmet-stand dinnerware tray mat pipe brick block sign signpost mailbox "
    "hydrant streetlight trashcan bin")
#: Things that show something else: what they show is theirs ("a statue of a knight").
DEPICTIONS = word_set(
    "statue statuette sculpture bust figurine toy doll painting picture poster model portrait carving mask puppet "
    "drawing print relief medal coin action-figure miniature")
#: Heads of phrases that say how one moves, not where: "in circles", "on the spot", "with one hand".
MANNERS = word_set(
    "circle place spot line direction left right side air ground floor step pace speed motion way front back forward "
    "backward time beat rhythm music fear joy anger pain style manner second minute degree meter metre ease force "
    "energy half turn zigzag")
