import type { Site } from '../../knowledge/entry.js';
import type { Region } from '../roleWords.js';

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const REGION_WORDS: Readonly<Record<Region, string>> = {
  back: `espalda espaldas columna lumbar lumbares lumbago lumbalgia vertebra vertebras vertebral disco discos discal sacro
    cintura rinones espinazo dorsal dorsales l3 l4 l5 s1 l4l5 l5s1 laminectomia discectomia microdiscectomia`,
  hip: `cadera caderas ingle ingles nalga nalgas gluteo gluteos trasero pompis labrum acetabulo trocanter inguinal`,
  knee: `rodilla rodillas rotula rotulas menisco meniscos meniscal cruzado cruzados lca rotuliano rotuliana`,
  foot: `pie pies tobillo tobillos talon talones dedo dedos juanete juanetes empeine aquiles metatarso metatarsos hallux
    planta plantar fascitis`,
  thigh: `muslo muslos cuadriceps isquiotibiales isquios femur`,
  leg: `pierna piernas pantorrilla pantorrillas gemelo gemelos espinilla espinillas canilla tibia perone chamorro`,
  pelvis: `pelvis pelvico pelvica sacroiliaca sacroiliacas sacroiliaco coxis rabadilla coccix pubis`,
  elsewhere: `hombro hombros cuello nuca muneca munecas codo codos brazo brazos mano manos pulgar mandibula estomago
    barriga vientre tripa abdomen pecho corazon ojo ojos diente dientes muela muelas oido oidos oreja garganta seno senos
    mama costilla costillas cabeza craneo vejiga cervical cervicales rinon higado pulmon pulmones`,
};

const REGION_OF: ReadonlyMap<string, Region> = new Map(
  // Object.entries forgets that the keys are regions.
  (Object.entries(REGION_WORDS) as [Region, string][]).flatMap(([region, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word) => [word, region] as const),
  ),
);

/** The region that a folded Spanish word names. */
export function regionOfSpanishWord(word: string): Region | undefined {
  return REGION_OF.get(word);
}

export function isSite(region: Region): region is Site {
  return region === 'back' || region === 'hip' || region === 'knee' || region === 'foot';
}

/** Name an operation; the site stands behind "de" or "en". */
export const OPERATION_NOUN = setOf(`
  operacion operaciones cirugia cirugias protesis reemplazo reemplazos remplazo recambio artroplastia artroplastias
  artroscopia artroscopias fusion fusiones artrodesis implante implantes intervencion intervenciones laminectomia
  discectomia microdiscectomia descompresion osteotomia reconstruccion sustitucion reparacion injerto tornillos tornillo
  placa placas clavo clavos barras osteosintesis quirofano hemiartroplastia`);
/** Forms of verbs that tell of an operation wherever they stand: "operaron", "operada", "fusionado". */
export const OPERATION_VERB =
  /^(?:(?:re)?oper(?:aron|an|ar|arme|arse|arle|arlo|arla|arnos|ado|ada|ados|adas|o|e|ara|aran|are)|reempla(?:zaron|zo|zado|zada|zar|zarme)|rempla(?:zaron|zo|zado|zada)|fusion(?:aron|o|ado|ada|ados|adas|ar|arme)|interv(?:inieron|ino|enido|enida)|implantaron|sustitu(?:yeron|ido|ida)|reconstruyeron|atornillaron)$/;
/** Verbs that tell of one only with a site as their object: "me cambiaron la rodilla". */
export const LIGHT_VERB =
  /^(?:cambiaron|cambio|arreglaron|arreglo|hicieron|repararon|reparo|limpiaron|enderezaron|corrigieron|quitaron|rehicieron|metieron|tocaron)$/;
/** Behind a site: it is an artificial one. */
export const ARTIFICIAL = /^(?:nuev[oa]s?|artificial(?:es)?|titanio|metalic[oa]s?|protesica)$/;

export const PAIN = new RegExp(
  `^(?:duel[ae]n?|dol(?:er|erme|erle|ia|ian|io|ido|iendo|or|ores|orcito|oros[oa]s?|orid[oa]s?|era)|adolorid[oa]s?|adolecid[oa]s?|molest(?:a|an|ia|ias|ando|aba|o)|punzad(?:a|as)|pinchaz(?:o|os)|pincha|punza|ard(?:e|en|or|iendo)|quem(?:a|an|azon|ando)|hinchad[oa]s?|hinchazon|hincha|hinch[oa]|inflamad[oa]s?|inflamacion|inflama|rigid[oa]s?|rigidez|ties[oa]s?|calambres?|hormigueos?|hormiguea|entumecid[oa]s?|adormecid[oa]s?|tirantez|contractura|contracturad[oa]s?|late|cruj(?:e|en|ido|idos)|chasquidos?|chasquea|truena|trona|cojeo|resentid[oa]s?|resiente|fatal|matando|mata|martiriza|tortura|problemas?|afect(?:a|an|ar|ado|ada|e)|lastim(?:a|an|ado|ada|o|e|aste)|sufr(?:e|o|ir|iendo)|quej(?:a|o)|bloquea|falla|floj[oa]s?|debil|debilidad|pellizc[oa]|tira|tirones|tiron|agarrotad[oa]s?|espasmos?|malestar|achaques?|lumbago|lumbalgia|fastidia|jodid[oa]|chingad[oa]|hecha|hecho polvo|revienta)$`,
);

/** Says that a site is well. */
export const FINE =
  /^(?:bien|perfect[oa]s?|genial|estupend[oa]s?|fenomenal|maravilla|curad[oa]s?|sanad[oa]s?|excelente|normal|recuperad[oa]s?|sin)$/;

/** May stand between a cue and its site: articles, owners, adjectives, adverbs, times. */
export const LINK = setOf(`
  de del la el las los en a al mi mis su sus tu tus nuestra un una uno unos unas total totales parcial completa completo
  parte partes zona region articulacion articulaciones baja bajo alta alto media medio central lado izquierda izquierdo
  derecha derecho ambas ambos dos otra otro otras otros misma mismo toda todo todas todos mucho mucha muchisimo bastante poco
  tanto tan muy mas menos fuerte fuertes intenso intensa leve cronico constante horrible terrible tambien todavia aun ya
  siempre solo solamente ahora incluso hasta detras atras delante dentro fuera exterior interior externa interna lateral
  anterior posterior frente sobre por alrededor cerca debajo hace hoy ayer semana semanas mes meses ano anos dia dias
  enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre pasado pasada me le
  nos les se lo como que sea reciente urgencia robotica abierta hernia fractura rotura doble primera segunda cabeza
  cuello hueso huesos musculo tendon tendones nervio abajo arriba puente articular reemplazo protesis revision ligamento
  dedo dedos planta cervical gordo grande vez veces desde despues tras
`);
/** These end the reach of a cue to its right, although they may stand to the left of a site. */
export const OPENER = setOf(`
  pero porque cuando aunque desde despues tras luego entonces mientras si sino ahora donde antes pues asi`);
/** Stand between a site and what is said of it: "la rodilla todavía me duele". */
export const BETWEEN = setOf(`
  me le nos les se te lo la esta estan estaba sigue siguen anda va quedo quedaron tengo tiene muy mucho bastante tan tanto
  todavia aun ya tambien ahora siempre algo poco un mas no nunca ha han sido fue fueron es son era eran recien empezo empieza
  comenzo a izquierda izquierdo derecha derecho que cada vez dia nada desde entonces hoy parece siento noto queda y de
  doliendo lado
`);

export const AFTER = /^(?:tras|despues|desde|posterior)$/;
export const PERSON = setOf(`
  madre mama padre papa esposo esposa marido mujer hijo hija hermano hermana abuelo abuela tio tia suegro suegra amigo amiga
  pareja novio novia vecino vecina primo prima sobrino sobrina nieto nieta cunado cunada paciente companero companera`);
export const COORDINATOR = /^(?:y|e|o|u|ni)$/;
