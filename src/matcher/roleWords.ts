import type { Site } from '../knowledge/entry.js';

/** What a word can do in a sentence about operations and pain. A word may have several classes. */
export const WORD_CLASS = {
  /** `surgery`, `replacement`: names an operation; the site stands beside it. */
  operationNoun: 1,
  /** `replaced`, `fused`: an operation wherever it stands. */
  operationVerb: 1 << 1,
  /** `done`, `fixed`, `sorted`: an operation only in a frame such as "had my knee done". */
  lightVerb: 1 << 2,
  /** `scar`, `surgeon`, `screws`: hints at an operation when nothing stronger does. */
  operationHint: 1 << 3,
  painNoun: 1 << 4,
  painVerb: 1 << 5,
  painAdjective: 1 << 6,
  /** `fine`, `healed`: says that a site does not hurt. */
  fine: 1 << 7,
  not: 1 << 8,
  determiner: 1 << 9,
  /** Words between determiner and site: `left`, `lower`, `other`. */
  modifier: 1 << 10,
  /** Words after the site that belong to it: `joint`, `area`. */
  trailer: 1 << 11,
  /** Who operates: `they`, `surgeon`. */
  operator: 1 << 12,
  be: 1 << 13,
  have: 1 << 14,
  /** `after`, `since`, `following`. */
  after: 1 << 15,
  placePreposition: 1 << 16,
  /** Words that may stand between a verb and its subject or object. */
  filler: 1 << 17,
  pronoun: 1 << 18,
  conjunction: 1 << 19,
  /** Starts a new clause. */
  opener: 1 << 20,
  /** Verbs whose object suffers: `rubbing my knee`. */
  painObject: 1 << 21,
  person: 1 << 22,
  /** `worse`, `more`: compares. */
  than: 1 << 23,
} as const;

const C = WORD_CLASS;

const WORDS: readonly (readonly [number, string])[] = [
  [
    C.operationNoun,
    `surgery surgeries surgical surg sx operation operations op ops procedure procedures replacement replacements
    arthroplasty arthroscopy arthroscopies scope keyhole prosthesis prosthetic implant implants fusion fusions repair
    repairs reconstruction recon revision osteotomy fixation orif resurfacing pinning arthrodesis decompression graft
    swap hemi reco cleanout washout redo realignment laminectomy discectomy microdiscectomy transplant hemiarthroplasty
    laminotomy debridement surgeries arthro`,
  ],
  [
    C.operationVerb,
    `replaced replacing replace fused fusing operated operate operating pinned plated nailed scoped resurfaced
    reconstructed revised repaired rebuilt redone bolted rodded reattached decompressed realigned grafted
    stabilized lengthened arthroscoped transplanted corrected snipped sewn renewed replacing surgeried resurface`,
  ],
  [
    C.lightVerb,
    `done did do doing fixed fix sorted mended swapped changed removed trimmed stitched straightened cut opened worked
    cleaned fitted shaved fixing wired drilled treated made put repair whacked chopped tidied whipped redid took taken
    gave given new inserted chiseled chiselled whittled sawed scraped sawn carved messed swapping changing mending
    correcting cutting seen went knifed cemented touched screwed broke reset rebroke sewed stapled glued`,
  ],
  [
    C.operationHint,
    `surgeon surgeons scar scars incision stitches staples screws screw plate plates rod rods pins pin nail
    nails metalwork metal hardware cage titanium wound plaster cast boot bionic healed healing mended`,
  ],
  [
    C.painNoun,
    `pain pains ache aches hurt soreness discomfort agony stiffness tightness twinge twinges trouble problem problems
    issue issues bother niggle niggles grief misery cramp cramps spasm spasms tenderness throbbing burning aching
    gyp jip bruising swelling numbness weakness pinch backache backaches lbp lumbago`,
  ],
  [
    C.painVerb,
    `hurt hurts hurting ache aches aching throb throbs throbbing throbbed burn burns burning sting stings killing kills
    screaming screams scream moaning moans complaining grumbling grumbles whining whines bothering bothers bothered
    bugging bugs nagging nags niggling niggles seizes seized seizing stiffens stiffened cramps cramping pinches pinching
    howling barking hollering paining pains stabbing stabs twinges protesting protests griping suffers suffering ached
    grabs complains nips flares flaring spasms acts started starting starts begun began`,
  ],
  [
    C.painAdjective,
    `sore sorer painful achy achey tender stiff tight bad worse worst agony agonizing knackered buggered banjaxed stuffed
    cooked shot wrecked busted munted crook dodgy gammy ropey rough unbearable inflamed swollen uncomfortable awful
    terrible horrible miserable cranky rubbish ruined raw hurting aching killing throbbing burning excruciating weak numb
    jammed achingly screwed bruised troublesome problematic cactus kaput jiggered trashed trash naff dicky`,
  ],
  [
    C.fine,
    `fine great good grand ok okay healed brilliant perfect perfectly better lovely painless happy mint champion well
    fab fantastic amazing excellent solid marvellous marvelous wonderful quiet peachy healing mended sorted beauty
    dandy cracking super ace recovered beautifully nicely sound silent decent comfortable spot working mighty`,
  ],
  [C.not, `not no never neither nor without nothing nobody none nowt barely hardly scarcely nay`],
  [
    C.determiner,
    `my me mine our his her their your the a an this that these those its one mom dad mother father wife husband hubby nan
    nana gran granny grandma grandad granddad grandpa sister brother son daughter friend partner mate aunt uncle patient
    another any some each every same`,
  ],
  [
    C.modifier,
    `left right lt rt both bilateral lower low bad good poor other opposite operated unoperated outer inner front same old
    new sore whole entire upper dodgy gammy replaced fused painful achy stiff total partial ruddy bloody dang damn own
    blasted auld side brand remaining natural healthy second first affected l r contralateral ipsilateral own very
    lateral medial anterior posterior big great little flipping stupid arthritic worn broken deep two fractured
    tin metal bionic titanium artificial fake false mended prosthetic plastic repaired fixed pinned swollen aching bony`,
  ],
  [
    C.trailer,
    `joint joints bone bones area region side muscle muscles flexor flexors tendon tendons socket cap caps sides crease
    ligament arch pad area bit part zone cartilage
    fracture fractures`,
  ],
  [
    C.operator,
    `they he she we surgeon surgeons doctor doctors doc docs dr hospital someone somebody consultant nhs medics
    orthopod team who`,
  ],
  [C.be, `is are was were be been being am gets get got getting feels feel felt feeling seems seem`],
  [
    C.have,
    `have has had having got get getting gets gotten hav hd underwent undergone need needs needed want wanted
    undergoing scheduled booked`,
  ],
  [C.after, `after since following post postop postoperative afterwards`],
  [
    C.placePreposition,
    `in on at around of to near across behind under inside below above over down into along about through by throughout
    round within beside`,
  ],
  [
    C.filler,
    `just recently only finally also all both really so very too still now always lately already constantly have has had
    is was are were be been being got getting get that which who the a an my i it up out on in
    then ever even quite pretty bit little more most much rather absolutely totally completely kinda kind sort of proper
    well dead mad fair seriously constantly suddenly actually probably apparently currently me both lot lots has do does
    did would will can could might may must should going becoming become became starting started start starts begun began
    beginning begin keeps keep kept to him her them us feel feels feeling felt look looks seem seems am s as
    stays stayed remains turned turning gone went last this first once twice almost bit like what brand`,
  ],
  [C.pronoun, `it they that this which one ones them those`],
  [C.conjunction, `and or n nd plus`],
  [
    C.opener,
    `but because since after following when while whereas although though why how if where yet so cause coz cos however
    whilst until till before except then now what`,
  ],
  [
    C.painObject,
    `rubbing rubs holding holds clutching clutches icing ices affect affects affected affecting upset upsets irritate
    irritated irritates strain strained straining ruin ruined ruins wreck wrecked wrecks damage damaged damages mess messed
    messes messing screw screwed complain complains complained complaining moan moans moaning cry cries crying
    grumble grumbles grumbling worry worried grumbled whinge whinges mentions nursing favoring limp limping trouble
    troubles troubling bother bothers hurt hurts hurting pain pains stress stressing overload overloaded overloading
    twist tweak tweaked shame aggravate aggravated aggravates inflame inflamed cause causes causing`,
  ],
  [
    C.person,
    `mom dad mother father wife husband hubby nan nana nanna gran granny grandma grandad granddad grandpa grandmother
    grandfather sister brother son daughter friend partner mate aunt auntie uncle patient missus girlfriend boyfriend
    neighbor mam mommy mummy daddy cousin niece nephew colleague fiance client fella lad gf bf fiancee grandson
    granddaughter coworker boss roommate flatmate stepmom stepdad twin kid child hubbie wifey`,
  ],
  [C.than, `than`],
];

const CLASS_OF: ReadonlyMap<string, number> = WORDS.reduce((map, [bit, words]) => {
  for (const word of words.trim().split(/\s+/)) map.set(word, (map.get(word) ?? 0) | bit);
  return map;
}, new Map<string, number>());

/** The classes of a word, as bits of `WORD_CLASS`; 0 for any other word. */
export function classesOf(word: string): number {
  return CLASS_OF.get(word) ?? 0;
}

/**
 * A part of the body as the role finder sees it. The parts beside the four sites take up what is said of them, so that
 * "back op, legs hurt" does not become pain in the back.
 */
export type Region = Site | 'thigh' | 'leg' | 'pelvis' | 'elsewhere';

const REGION_WORDS: Readonly<Record<Region, string>> = {
  back: `back spine spinal backbone lumbar lumber lumbago disc disk discs disks lbp backache backaches vertebra vertebrae vertebras sacrum backside waist
    column l2 l3 l4 l5 s1 l4l5 l5s1`,
  hip: `hip hips groin groins buttock buttocks butt labrum acetabulum hipbone hipjoint`,
  knee: `knee knees kneecap kneecaps patella patellar acl mcl pcl lcl meniscus menisci cruciate kneejoint`,
  foot: `foot feet ankle ankles toe toes heel heels achilles bunion bunions hammertoe hammertoes instep metatarsal hallux
    arch arches sole soles forefoot midfoot hindfoot`,
  thigh: `thigh thighs quad quads quadriceps hamstring hamstrings femur`,
  leg: `leg legs calf calves shin shins limb limbs tibia fibula`,
  pelvis: `pelvis pelvic si sij sacroiliac tailbone coccyx`,
  elsewhere: `shoulder shoulders neck wrist wrists elbow elbows arm arms hand hands finger fingers thumb jaw stomach belly
    tummy chest heart eye eyes tooth teeth ear ears throat breast abdomen rib ribs head headache headaches skull bladder`,
};

const REGION_OF: ReadonlyMap<string, Region> = new Map(
  (['back', 'hip', 'knee', 'foot', 'thigh', 'leg', 'pelvis', 'elsewhere'] as const).flatMap((region) =>
    REGION_WORDS[region].split(/\s+/).map((word) => [word, region] as const),
  ),
);

/** The region a single word names, whatever concept it is part of. */
export function regionOfWord(word: string): Region | undefined {
  return REGION_OF.get(word);
}
