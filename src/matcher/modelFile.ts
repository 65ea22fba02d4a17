/** Start of every file; the digit rises when the layout or the meaning of a model changes, so that old caches lapse. */
const MARK = 'KBMM0001';
const HEAD_BYTES = MARK.length + 8;

const ARRAY_TYPES = { Int8Array, Uint8Array, Uint16Array, Int32Array, Float32Array } as const;
type ArrayName = keyof typeof ARRAY_TYPES;
type NumberArray = InstanceType<(typeof ARRAY_TYPES)[ArrayName]>;

/** Stands in the JSON part for an array of the binary part. */
interface ArrayReference {
  readonly $array: ArrayName;
  readonly at: number;
  readonly length: number;
}

/**
 * Packs a trained model: mark, length of the JSON part, checksum, JSON, then the arrays, all little-endian. The caller
 * keeps it under a key that changes with the training, the options and the program.
 */
export function serializeModel(model: object): Uint8Array {
  const chunks: Uint8Array[] = [];
  let at = 0;
  const json = JSON.stringify(model, (_, value: unknown) => {
    const name = arrayName(value);
    if (!name) return value;
    const array = value as NumberArray; // `arrayName` has looked at its constructor
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const reference: ArrayReference = { $array: name, at, length: array.length };
    chunks.push(bytes);
    at += bytes.length;
    return reference;
  });
  const text = new TextEncoder().encode(json);
  const out = new Uint8Array(HEAD_BYTES + text.length + at);
  out.set(new TextEncoder().encode(MARK));
  out.set(text, HEAD_BYTES);
  let offset = HEAD_BYTES + text.length;
  for (const chunk of chunks) {
    out.set(chunk, offset);
    offset += chunk.length;
  }
  const head = new DataView(out.buffer);
  head.setUint32(MARK.length, text.length, true);
  head.setUint32(MARK.length + 4, checksum(out), true);
  return out;
}

/** Unpacks a model. Throws a RangeError when the bytes are not a whole model of this version. */
export function restoreModel(bytes: Uint8Array): object {
  if (bytes.length < HEAD_BYTES || new TextDecoder().decode(bytes.subarray(0, MARK.length)) !== MARK)
    throw new RangeError('not a matcher model of this version');
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  const start = HEAD_BYTES + head.getUint32(MARK.length, true);
  if (start > bytes.length || head.getUint32(MARK.length + 4, true) !== checksum(bytes))
    throw new RangeError('the matcher model is damaged');
  return JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_BYTES, start)), (_, value: unknown) =>
    isReference(value) ? readArray(bytes, start, value) : value,
  );
}

function arrayName(value: unknown): ArrayName | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = value.constructor.name;
  return name in ARRAY_TYPES ? (name as ArrayName) : undefined; // the line before is the check
}

function isReference(value: unknown): value is ArrayReference {
  return typeof value === 'object' && value !== null && '$array' in value;
}

function readArray(bytes: Uint8Array, start: number, { $array, at, length }: ArrayReference): NumberArray {
  const type = ARRAY_TYPES[$array];
  // A copy, because a typed array has to begin at a multiple of its element size.
  const copy = new Uint8Array(length * type.BYTES_PER_ELEMENT);
  copy.set(bytes.subarray(start + at, start + at + copy.length));
  return new type(copy.buffer);
}

/** FNV-1a over everything behind the head. */
function checksum(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = HEAD_BYTES; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193);
  return h >>> 0;
}
