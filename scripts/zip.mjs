// Writes ZIP archives (PKWARE APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16): a few small files, deflated, no folders.
import { crc32 as nodeCrc32, deflateRawSync } from 'node:zlib';

const VERSION = 20;
const DEFLATED = 8;
/** The earliest day that the format can name, so that the same files give the same archive. */
const DAY = 0x21;

/** @param {readonly { name: string, data: Buffer }[]} files with ASCII names */
export function zip(files) {
  const entries = files.map(({ name, data }) => ({
    name: Buffer.from(name),
    data,
    packed: deflateRawSync(data),
    crc: crc32(data),
  }));
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const entry of entries) {
    const local = Buffer.concat([header(0x04034b50, 30, 4, entry), entry.name, entry.packed]);
    const central = header(0x02014b50, 46, 6, entry);
    central.writeUInt16LE(VERSION, 4);
    central.writeUInt32LE(offset, 42);
    directory.push(central, entry.name);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  return Buffer.concat([...parts, listed, ending(entries.length, listed.length, offset)]);
}

/** The fields that both kinds of header share, from `at` on. */
function header(signature, length, at, { name, data, packed, crc }) {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature, 0);
  bytes.writeUInt16LE(VERSION, at);
  bytes.writeUInt16LE(DEFLATED, at + 4);
  bytes.writeUInt16LE(DAY, at + 8);
  bytes.writeUInt32LE(crc, at + 10);
  bytes.writeUInt32LE(packed.length, at + 14);
  bytes.writeUInt32LE(data.length, at + 18);
  bytes.writeUInt16LE(name.length, at + 22);
  return bytes;
}

function ending(count, size, offset) {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** Node has it since 20.15. */
function crc32(data) {
  if (nodeCrc32) return nodeCrc32(data);
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
