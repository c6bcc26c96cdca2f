# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: E501
"""Descriptions of people as users write them, each with what is explicitly said in it.

One line each: ``prompt :: attribute=value ...``. Attributes (what :mod:`tests.avatar.accuracy` checks):
``age=LOW-HIGH`` years, ``gender=m|f``, ``height=tall|short|usual|METRES``, ``bmi=thin|usual|heavy|fat|NUMBER``,
``muscle=high|low``, ``ancestry=african|asian|caucasian|mixed``, ``skin=``, ``eyes=`` and ``hair=`` (colour words),
``style=`` (hair style), ``texture=`` (of hair), ``beard=yes|no|full|long|short|goatee|moustache|stubble``,
``brows=thick|thin``, ``local=+name`` or ``-name`` (a local change), ``wear=kind[/colour][/key:value]``,
``has=accessory[/colour]``, ``not=kind`` (not worn), ``role=`` (archetype), ``mark=`` (freckles, tattoos, lipstick ...), ``unknown=word`` (reported),
``note=word`` (in an assumption). Underscores stand for blanks.
"""

from __future__ import annotations

LINES = """
a person :: height=usual bmi=usual age=20-45 beard=no
someone :: height=usual bmi=usual age=20-45
just an ordinary guy :: gender=m height=usual bmi=usual age=20-45
an average woman :: gender=f height=usual bmi=usual age=20-45
a tall and fat Iron Man :: height=tall bmi=fat note=likeness
a skinny ninja raising both arms :: bmi=thin role=ninja
a tall and skinny female soldier :: height=tall bmi=thin gender=f role=soldier
an overweight sumo wrestler :: bmi=fat role=sumo_wrestler
Steve Jobs in a white shirt :: wear=shirt/white gender=m note=likeness
a man in jeans :: gender=m wear=jeans
a robot :: role=robot
a zombie :: role=zombie
an alien :: role=alien
a superhero in a blue suit with a red cape :: role=superhero wear=suit/blue has=cape/red
a man wearing a red shirt and blue trousers :: gender=m wear=shirt/red wear=trousers/blue
a man wearing blue trousers and a red shirt :: gender=m wear=shirt/red wear=trousers/blue
short woman with curly black hair, green hoodie and grey sweatpants :: gender=f height=short hair=black texture=curly wear=hoodie/green wear=trousers/grey
retired fisherman with a white beard and a yellow raincoat :: age=60-80 gender=m beard=yes wear=coat/yellow role=fisherman
little old lady in a purple cardigan :: gender=f age=65-90 height=short wear=cardigan/purple
teenage boy, baggy jeans, white sneakers, black t-shirt :: age=13-19 gender=m wear=baggy-jeans wear=sneakers/white wear=t-shirt/black
a toddler in a yellow romper :: age=1-4 wear=jumpsuit/yellow
a chubby toddler with blond curls :: age=1-4 bmi=heavy hair=blond texture=curly
a pregnant woman in a long floral dress :: gender=f wear=dress/length:long/pattern:floral local=+belly
businesswoman in a charcoal pantsuit and black heels :: gender=f wear=jacket/charcoal wear=trousers/charcoal wear=heels/black role=business_person
a bearded lumberjack in a red plaid flannel shirt and jeans :: gender=m beard=yes wear=shirt/red/pattern:plaid wear=jeans role=lumberjack
a bald man with a goatee and glasses :: gender=m style=bald beard=goatee has=glasses
a woman with a messy bun wearing an oversized white shirt :: gender=f style=bun wear=shirt/white
a 6 foot 4 basketball player in a purple jersey :: height=1.93 wear=t-shirt/purple role=athlete
a 170 cm tall woman weighing 60 kilos :: gender=f height=1.70 bmi=20.8
a man, 35 years old, 1.85m, 90kg, brown hair, blue eyes :: gender=m age=35-35 height=1.85 bmi=26.3 hair=brown eyes=blue
a woman of 52 with short grey hair :: gender=f age=52-52 style=short hair=grey
an 80-year-old grandmother with white hair in a bun :: age=80-80 gender=f hair=white style=bun
a ten year old girl with pigtails in a pink dress :: age=10-10 gender=f wear=dress/pink
a man in his sixties with a grey moustache :: age=60-69 gender=m beard=moustache
a guy in his early twenties with stubble :: age=20-24 gender=m beard=stubble
broad-shouldered firefighter :: role=firefighter local=+shoulder_width
a man with broad shoulders and a narrow waist :: gender=m local=+shoulder_width local=-waist
a long-legged model in a short black dress :: local=+leg_length wear=dress/black/length:short
an old wizard with a very big nose and a long white beard :: age=60-90 role=wizard local=+nose_size beard=long
a boy with big ears :: gender=m age=4-13 local=+ear_size
a woman with high cheekbones and full lips :: gender=f local=+cheekbones local=+lip_fullness
man with a square jaw and thick eyebrows :: gender=m local=+jaw_width brows=thick
a woman with thin eyebrows and large brown eyes :: gender=f brows=thin eyes=brown local=+eye_size
a stocky dwarf with a long red beard :: beard=long hair=red role=dwarf
a muscular black man in a white tank top and grey shorts :: gender=m ancestry=african muscle=high wear=tank-top/white wear=shorts/grey
a Japanese businessman in a navy suit :: gender=m ancestry=asian wear=jacket/navy wear=trousers/navy role=business_person
a Nigerian woman in an orange wrap dress :: gender=f ancestry=african wear=dress/orange
a Scandinavian girl with pale skin and freckles :: gender=f ancestry=caucasian skin=pale mark=freckles
an Indian grandmother in a green sari :: age=60-85 gender=f ancestry=mixed wear=dress/green note=sari
a Mexican cowboy with a black moustache :: gender=m ancestry=mixed beard=moustache role=cowboy
tall slender East Asian woman in a silk emerald gown :: gender=f height=tall bmi=thin ancestry=asian wear=gown/emerald/fabric:silk
a Korean student with a backpack, wearing a grey hoodie :: ancestry=asian role=student wear=hoodie/grey unknown=backpack
an Arab man in a white thobe :: gender=m ancestry=mixed wear=robe/white
a Black nurse in light blue scrubs :: ancestry=african role=nurse wear=t-shirt/light_blue wear=trousers/light_blue
a white woman with auburn hair :: gender=f ancestry=caucasian hair=auburn
a doctor :: role=doctor wear=coat/white
a female doctor in a lab coat with a red blouse :: gender=f role=doctor wear=coat/white wear=shirt/red
a chef in a black apron :: role=chef
a fat chef with a curly moustache :: bmi=fat role=chef beard=moustache
an astronaut :: role=astronaut
construction worker in an orange vest and a yellow hard hat :: role=construction_worker wear=vest/orange has=helmet/yellow
a ballerina in a pink tutu :: role=ballerina gender=f wear=skirt/pink/length:short
a male ballet dancer in white tights :: gender=m wear=leggings/white role=dancer
a biker in a black leather jacket and ripped jeans :: role=biker wear=jacket/black/fabric:leather wear=jeans
a police officer with sunglasses :: role=police_officer has=sunglasses
a policewoman with blonde ponytail :: gender=f role=police_officer hair=blond style=ponytail
a pirate captain in a red coat and black boots :: role=pirate wear=coat/red wear=boots/black
a cowgirl in a denim skirt :: gender=f role=cowboy wear=skirt/fabric:denim
a Buddhist monk in an orange robe, shaved head :: role=monk wear=robe/orange style=bald
a nun :: gender=f role=nun
a king in a purple robe with a golden crown :: gender=m role=king wear=robe/purple has=crown/golden
the queen in a white gown :: gender=f role=queen wear=gown/white
a schoolgirl in a plaid skirt and a white blouse :: gender=f age=6-18 wear=skirt/pattern:plaid wear=shirt/white
a farmer in blue overalls and a straw hat :: role=farmer wear=jumpsuit/blue has=hat
a marathon runner in a yellow singlet :: role=athlete wear=tank-top/yellow
a boxer with red gloves and black shorts :: role=boxer has=gloves/red wear=shorts/black
a scientist in a white lab coat and safety goggles :: role=scientist wear=coat/white has=goggles
an airline pilot :: role=pilot
a sailor in a striped shirt :: role=sailor wear=shirt/pattern:stripe
a waiter in a black vest and bow tie :: gender=m role=waiter wear=vest/black has=bow_tie
a waitress in a red uniform :: gender=f role=waiter
a judge in black robes :: role=judge wear=robe/black
a Catholic priest :: role=priest
a clown with a red nose and green hair :: role=clown hair=green
Santa Claus :: gender=m age=55-85 beard=yes role=santa bmi=heavy
a skinny Santa :: bmi=thin role=santa
a beardless wizard :: role=wizard beard=no
a young king without a beard :: age=18-35 beard=no role=king
an armoured knight with a red cape :: role=knight has=cape/red wear=armour
a samurai :: role=samurai
a vampire in a black cloak :: role=vampire
a witch with a green face and a pointy hat :: role=witch gender=f has=hat
a fairy with long silver hair :: role=fairy hair=silver style=long
an elf archer with pointed ears :: role=elf local=+ear_point
a green orc :: role=orc
a mechanic in dirty grey coveralls :: role=mechanic wear=jumpsuit
a baker with flour on his hands :: gender=m role=chef
a plumber named Luigi :: role=mechanic
a bride in a white wedding dress :: gender=f role=bride wear=gown/white
a groom in a black tuxedo :: gender=m wear=jacket/black wear=trousers/black role=groom
a fireman :: gender=m role=firefighter
a saleswoman in a beige blazer :: gender=f wear=jacket/beige
a mailman in blue shorts :: gender=m wear=shorts/blue
a fisherwoman in rubber boots :: gender=f role=fisherman wear=boots/fabric:rubber
a cleaning lady with rubber gloves :: gender=f has=gloves
a middle-aged office worker with a pot belly :: age=40-60 local=+belly
a hiker in khaki shorts and brown boots :: role=hiker wear=shorts/khaki wear=boots/brown
a gardener with a green apron :: role=gardener
a jogger in neon pink leggings and a black sports top :: role=athlete wear=leggings/neon_pink wear=t-shirt/black
a yoga teacher in purple leggings :: wear=leggings/purple
a punk with a green mohawk and a leather jacket :: style=mohawk hair=green wear=jacket/fabric:leather role=punk
a hippie woman with long wavy brown hair and a tie-dye shirt :: gender=f style=long texture=wavy hair=brown
a goth girl in black lace dress and platform boots :: gender=f wear=dress/black wear=boots
a rapper in a red tracksuit with white stripes :: wear=jumpsuit/red
a hipster with a thick beard, round glasses and a checkered shirt :: gender=m beard=full has=glasses wear=shirt/pattern:plaid
a surfer dude with long blond hair in board shorts :: gender=m hair=blond style=long wear=swim-shorts
a lifeguard in red shorts :: wear=shorts/red role=lifeguard
a cheerleader in a blue and white skirt :: wear=skirt/blue role=cheerleader
a football player in a green jersey with number 10 :: wear=t-shirt/green role=athlete
a tennis player in a white skirt and visor :: wear=skirt/white role=athlete
a cyclist in yellow jersey and black shorts :: wear=t-shirt/yellow wear=shorts/black role=athlete
a karate fighter with a black belt :: role=martial_artist has=belt/black
a huge bodybuilder in a tiny red tank top :: muscle=high role=bodybuilder wear=tank-top/red
a wiry old man :: gender=m age=60-90 bmi=thin
a lanky teenager with acne :: age=13-19 height=tall bmi=thin unknown=acne
a petite redhead :: height=short hair=ginger
a plus-size woman in a polka dot dress :: gender=f bmi=heavy wear=dress/pattern:polka-dot
an obese man in a Hawaiian shirt :: gender=m bmi=fat wear=shirt/sleeve:short/pattern:floral
an anorexic model :: bmi=thin
a slightly overweight dad in cargo shorts and sandals :: gender=m bmi=heavy wear=shorts wear=sandals
a very tall, very thin man in a top hat :: gender=m height=tall bmi=thin has=hat
a buff dude in a pink tank top :: gender=m muscle=high wear=tank-top/pink
a frail elderly gentleman with a cane :: gender=m age=65-95 muscle=low unknown=cane
a gym bro :: gender=m muscle=high
a curvy Latina in a tight red dress :: gender=f ancestry=mixed bmi=heavy wear=dress/red
a strong woman with short black hair :: gender=f muscle=high style=short hair=black
a slim man with shoulder-length hair :: gender=m bmi=thin style=medium
someone who is not very tall, with brown eyes :: eyes=brown
a woman who isn't fat, in a blue dress :: gender=f wear=dress/blue
a man without a beard, in a white t-shirt and no hat :: gender=m beard=no wear=t-shirt/white
a girl without glasses :: gender=f
Her hair is blonde and her dress is green :: gender=f hair=blond wear=dress/green
he wears a grey suit, a white shirt and brown shoes :: gender=m wear=jacket/grey wear=shoes/brown
She has blue eyes, dark skin and wears yellow :: gender=f eyes=blue skin=dark
his trousers are green, his jacket is brown :: gender=m wear=trousers/green wear=jacket/brown
a woman whose hair is dyed purple :: gender=f hair=purple
man with hair in dreadlocks and a green army jacket :: gender=m texture=dreadlocks wear=jacket/green
woman with an afro and gold earrings :: gender=f style=afro
a man with a buzz cut and camo pants :: gender=m style=buzz wear=trousers/pattern:camouflage
a soldier in desert camouflage :: role=soldier
a woman in a black and white striped sweater :: gender=f wear=sweater/black/pattern:stripe
a man in a sweater with red and green stripes :: gender=m wear=sweater/red/pattern:stripe
a flowery skirt and a plain white t-shirt on a young woman :: gender=f age=18-30 wear=skirt/pattern:floral wear=t-shirt/white
a checked shirt with dark jeans :: wear=shirt/pattern:plaid wear=jeans
a velvet blazer in burgundy over black trousers :: wear=jacket/burgundy/fabric:velvet wear=trousers/black
a knitted jumper in cream, woollen skirt in grey :: wear=sweater/cream/fabric:knit wear=skirt/grey/fabric:wool
woman in leather pants and a silk blouse :: gender=f wear=trousers/fabric:leather wear=shirt/fabric:silk
latex catsuit in red, black gloves :: wear=suit/red/fabric:rubber has=gloves/black
denim jacket, denim shorts, white sneakers :: wear=jacket/fabric:denim wear=denim-shorts wear=sneakers/white
black turtleneck and jeans :: wear=sweater/black wear=jeans
a long-sleeved green shirt :: wear=shirt/green/sleeve:long
a short sleeve blue button-up shirt with khaki chinos :: wear=shirt/blue/sleeve:short wear=trousers/khaki
a sleeveless red dress that goes down to the knee :: wear=dress/red/sleeve:none/length:knee
a floor-length navy gown with long sleeves :: wear=gown/navy/length:maxi/sleeve:long
a woman in a midi skirt and a cropped jacket :: gender=f wear=skirt/length:midi wear=jacket
a man in 3/4 pants :: gender=m wear=trousers
a white v-neck tee :: wear=t-shirt/white/neckline:v
a turtle neck pullover in brown :: wear=sweater/brown/neckline:high
a hooded sweatshirt in navy blue :: wear=hoodie/navy
a trench coat in beige with a black belt, fedora :: wear=coat/beige has=belt/black has=hat
a puffer jacket, red, and black ski pants :: wear=jacket/red wear=trousers/black
a bomber jacket in olive and brown combat boots :: wear=jacket/olive wear=boots/brown
a kilt and knee socks :: wear=kilt has=socks
flip flops, swim trunks and a straw hat :: wear=sandals wear=swim-shorts has=hat
a pair of yellow wellies and a rain jacket :: wear=boots/yellow wear=jacket
an evening gown in midnight blue with silver heels :: wear=gown/midnight_blue wear=heels/silver
pyjamas with blue stripes :: wear=shirt/pattern:stripe wear=trousers
a spacesuit in white :: wear=space-suit/white
a golden suit of armor :: wear=armour/golden
a three-piece tweed suit :: wear=jacket wear=trousers
a purple robe and a turban :: wear=robe/purple has=turban
a hijab and a long grey dress :: has=headscarf wear=dress/grey/length:long
a baseball cap worn backwards, green :: has=cap
a beanie and a scarf, both red :: has=beanie has=neck_scarf
black mask and black hood, black clothes :: has=mask/black
a Venetian mask and a velvet cape in green :: has=mask has=cape/green
a short giant :: height=short note=contradict role=giant
a fat skinny man :: gender=m note=contradict
a tall dwarf :: role=dwarf height=tall note=contradict
a bald woman with long hair :: gender=f note=contradict
an old baby :: note=contradict
ein großer Mann mit rotem Hemd :: note=English
una mujer alta con un vestido rojo :: note=English
un homme grand avec une chemise bleue :: note=English
asdf qwer zxcv :: unknown=asdf unknown=zxcv height=usual note=understood
!!! ??? :: height=usual bmi=usual note=plain
a blorptastic man in a blue shirt :: gender=m wear=shirt/blue unknown=blorptastic
Batman :: gender=m note=likeness
Wonder Woman with red boots :: gender=f wear=boots/red note=likeness
Albert Einstein :: gender=m hair=white note=likeness
Anna in a green dress :: gender=f wear=dress/green
Taylor Swift :: note=likeness
an androgynous person with short blue hair :: hair=blue style=short
two robots :: role=robot note=One
a grandfather in a brown cardigan, corduroy trousers and slippers :: gender=m age=65-85 wear=cardigan/brown wear=trousers/fabric:corduroy wear=shoes
a newborn baby :: age=0-1
a 14-year-old skateboarder :: age=14-14
an 18 month old baby boy :: age=1.4-1.6 gender=m
a woman in her mid-forties :: gender=f age=43-47
a hundred year old man :: gender=m age=100-100
five foot two, eyes of blue :: height=1.575 eyes=blue
a 250 lb wrestler :: role=wrestler
a 2 metre tall giant of a man with huge hands :: height=2.0 gender=m local=+hand_size
short legs, long arms, pot belly :: local=-leg_length local=+arm_length local=+belly
a thick neck and small head :: local=+neck_width local=-head_size
a hooked nose and thin lips :: local=+nose_hump local=-lip_fullness
a snub nose and a pointed chin :: local=-nose_length local=-chin_width
a round face with chubby cheeks :: local=+face_roundness local=+cheeks
wide hips and a slim waist :: local=+hips local=-waist
muscular legs :: local=+thighs
big feet :: local=+foot_size
hazel-eyed brunette with tanned skin :: eyes=hazel hair=brown skin=tanned
a green-eyed man with olive skin :: gender=m eyes=green skin=olive
an albino woman with white hair :: gender=f hair=white skin=pale
grey skin, black eyes, no hair :: skin=grey eyes=black style=bald
a blue alien with yellow eyes :: role=alien skin=blue eyes=yellow
a rusty brown robot :: role=robot
long straight black hair :: style=long texture=straight hair=black
bob haircut, jet black, with bangs :: hair=black
wavy chestnut hair down to her shoulders :: gender=f style=medium texture=wavy hair=chestnut
a guy with a man bun and a full beard :: gender=m style=bun beard=full
braided red hair :: hair=red style=braid
salt-and-pepper hair and a short beard :: hair=grey beard=short
clean-shaven businessman :: gender=m beard=no role=business_person
a unibrow and bushy eyebrows :: brows=thick
an accountant :: role=business_person
a lawyer in a grey suit :: role=business_person wear=jacket/grey
a ranger in a green uniform :: role=park_ranger wear=shirt/green
a medieval peasant in a brown tunic :: role=peasant wear=tunic/brown
a Viking with a braided beard :: role=viking beard=yes
a Roman gladiator :: role=gladiator
an Egyptian pharaoh :: role=pharaoh
a DJ with headphones and a black hoodie :: wear=hoodie/black
a sexy woman in red lingerie :: gender=f note=dressed
a naked man :: gender=m note=dressed
"""

#: Written after the reading was finished with LINES; when first measured 97.7 % of their labels were met.
HELD_OUT = """
an elderly Chinese lady in a jade green silk robe :: age=65-95 gender=f ancestry=asian wear=robe/fabric:silk
a stout bartender with a ginger beard and rolled up sleeves :: bmi=heavy hair=ginger beard=yes gender=m role=waiter
a young scientist with messy white hair and round glasses :: age=18-35 hair=white has=glasses role=scientist
a rugged cowboy wearing a brown leather vest over a white shirt :: role=cowboy wear=vest/brown/fabric:leather wear=shirt/white
teen girl in ripped black jeans and an oversized yellow hoodie :: age=13-19 gender=f wear=jeans/black wear=hoodie/yellow
a security guard in a black uniform with a belt :: role=guard has=belt
a woman in a red polka dot dress with a white belt :: gender=f wear=dress/red/pattern:polka-dot has=belt/white
man in navy pinstripe suit and polished brown shoes :: gender=m wear=jacket/navy/pattern:stripe wear=trousers/navy wear=shoes/brown
a 1.6 m tall, 95 kg woman with glasses :: gender=f height=1.6 bmi=37.1 has=glasses
kid with curly red hair, freckles and green dungarees :: age=4-13 texture=curly hair=red wear=jumpsuit/green mark=freckles
a grumpy old sailor with a pipe and a thick white beard :: age=60-90 role=sailor beard=full unknown=pipe
muscular Viking woman with blonde braids :: gender=f role=viking muscle=high hair=blond style=braids
a bald, fat butcher in a white apron :: style=bald bmi=fat role=chef
a skinny teenage boy with long arms and big feet :: bmi=thin age=13-19 gender=m local=+arm_length local=+foot_size
a tall woman with narrow shoulders and wide hips in a grey pencil skirt :: gender=f height=tall local=-shoulder_width local=+hips wear=skirt/grey
an Asian nurse in pink scrubs :: ancestry=asian role=nurse wear=t-shirt/pink wear=trousers/pink
a businessman in his fifties, grey hair, charcoal suit, red tie :: gender=m age=50-59 hair=grey wear=jacket/charcoal has=tie/red role=business_person
a blonde girl wearing a light blue summer dress and white sandals :: gender=f hair=blond wear=dress/light_blue wear=sandals/white
brown-eyed, dark-haired man in a green polo and beige chinos :: gender=m eyes=brown hair=black wear=polo/green wear=trousers/beige
a pale goth woman with long black hair and a black velvet dress :: gender=f skin=pale hair=black style=long wear=dress/black/fabric:velvet
a hunchbacked witch in rags :: role=witch gender=f unknown=hunchbacked
a construction worker in his thirties with a hi-vis orange vest :: age=30-39 role=construction_worker wear=vest/orange
an heroic firefighter covered in soot :: role=firefighter unknown=soot
a medieval princess with golden hair in a blue gown :: gender=f role=princess wear=gown/blue
a chubby baker with rosy cheeks and a moustache :: bmi=heavy role=chef local=+cheeks beard=moustache gender=m
a soccer player in red and white striped jersey and white shorts :: role=athlete wear=t-shirt/red/pattern:stripe wear=shorts/white
a middle-aged Indian man with a turban and a long grey beard :: age=40-60 gender=m ancestry=mixed has=turban beard=long hair=grey
a lady in a fur coat and sunglasses :: gender=f wear=coat has=sunglasses
a boy scout in khaki shorts :: gender=m wear=shorts/khaki
a robot with red eyes :: role=robot eyes=red
a slim athletic woman in black leggings and a turquoise tank top :: gender=f bmi=thin muscle=high wear=leggings/black wear=tank-top/turquoise
grandpa in suspenders and a plaid shirt :: gender=m age=65-85 has=braces wear=shirt/pattern:plaid
a hippie man with a headband and a floral shirt :: gender=m has=headband wear=shirt/pattern:floral
a 30 something woman with brown skin and black curly hair :: gender=f skin=brown hair=black texture=curly age=30-39
a zombie bride :: role=zombie
a tiny old wizard with pointed ears :: height=short role=wizard local=+ear_point
a man who is tall, bald and wears glasses :: gender=m height=tall style=bald has=glasses
woman, red hair, freckles, denim jacket, white top, black boots :: gender=f hair=red wear=jacket/fabric:denim wear=t-shirt/white wear=boots/black
a huge guy with tattoos and a black beanie :: gender=m has=beanie/black height=tall mark=tattoos
a petite ballerina with her hair in a bun :: gender=f height=short role=ballerina style=bun
an obese king on a throne :: bmi=fat role=king unknown=throne
a strong black boxer in gold shorts :: muscle=high ancestry=african role=boxer wear=shorts/gold
a professor in a tweed jacket and corduroy pants :: role=scientist wear=jacket/fabric:wool wear=trousers/fabric:corduroy
a mustached policeman, overweight, holding a donut :: gender=m bmi=heavy role=police_officer beard=moustache unknown=donut
a woman wearing a long-sleeved navy blouse tucked into a white knee-length skirt :: gender=f wear=shirt/navy/sleeve:long wear=skirt/white/length:knee
a tall woman in beige wide leg trousers and a white blouse :: gender=f height=tall wear=wide-trousers/beige wear=shirt/white
a teacher in black palazzo pants :: role=teacher wear=wide-trousers/black
a woman in green culottes and a cream sweater :: gender=f wear=culottes/green wear=sweater/cream
a skater in baggy blue jeans and a red hoodie :: role=athlete wear=baggy-jeans/blue wear=hoodie/red
a soldier in olive cargo pants :: role=soldier wear=cargo-trousers/olive
a 70s singer in purple bell-bottoms and a yellow shirt :: wear=flared-trousers/purple wear=shirt/yellow
a genie in white harem pants and a red vest :: wear=harem-trousers/white wear=vest/red
a woman in a red swimsuit :: gender=f wear=swimsuit/red
a slim woman in a navy one-piece swimsuit and sunglasses :: gender=f bmi=thin wear=swimsuit/navy has=sunglasses
a tanned man in orange swim trunks :: gender=m skin=tan wear=swim-shorts/orange
a young woman in a turquoise bikini :: gender=f wear=crop-top/turquoise wear=briefs/turquoise
a muscular man in green swimming shorts and flip-flops :: gender=m muscle=high wear=swim-shorts/green wear=sandals
a 9 year old girl in a pink swimsuit :: gender=f age=9-9 wear=swimsuit/pink
a barista in a green apron :: role=chef wear=apron/green
a blacksmith in a brown leather apron over a grey shirt :: wear=apron/brown/fabric:leather wear=shirt/grey
a chef with a black apron and a white hat :: role=chef wear=apron/black has=chef_hat/white
grandma in a floral apron and a blue dress :: gender=f wear=apron/pattern:floral wear=dress/blue
a woman in brown leather sandals and a white dress :: gender=f wear=sandals/brown wear=dress/white
a businesswoman in red high heels :: gender=f role=business_person wear=heels/red
a belly dancer in gold :: gender=f
"""


def prompts() -> list[tuple[str, list[tuple[str, str]]]]:
    """(prompt, [(attribute, expected)]) of every line."""
    result = []
    for line in [*LINES.strip().splitlines(), *HELD_OUT.strip().splitlines()]:
        prompt, _, labels = line.partition(" :: ")
        result.append((prompt, [(key, value) for key, _, value in (each.partition("=") for each in labels.split())]))
    return result
