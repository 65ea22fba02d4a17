import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import Ajv from 'ajv';
import { composeManifest, packManifest } from '../../../../scripts/teamsPackage.mjs';

const env = {
  MicrosoftAppId: '11111111-1111-4111-8111-111111111111',
  PUBLIC_URL: 'https://kneebone.example/',
  PRIVACY_URL: 'https://clinic.example/privacy',
  TERMS_URL: 'https://clinic.example/terms',
  CONTACT_NAME: 'Riverside "Clinic", the nurse line of the joint centre',
};

/** Microsoft's schema as published in `@microsoft/app-manifest` 1.1.2 (MIT). */
function createValidator() {
  const schema = JSON.parse(readFileSync(path.resolve('tests/fixtures/teams/manifest-1.19.schema.json'), 'utf8'));
  const ajv = new Ajv({ schemaId: 'auto', meta: false, allErrors: true, unknownFormats: 'ignore' });
  ajv.addMetaSchema(JSON.parse(readFileSync(require.resolve('ajv/lib/refs/json-schema-draft-04.json'), 'utf8')));
  return ajv.compile(schema);
}

interface Manifest {
  readonly name: { readonly short: string; readonly full: string };
  readonly validDomains: readonly string[];
  readonly bots: readonly {
    readonly botId: string;
    readonly commandLists: readonly { readonly scopes: readonly string[] }[];
  }[];
}

const compose = () => composeManifest(env).manifest as Manifest; // complete environment

describe('composeManifest', () => {
  test("keeps to Microsoft's schema", () => {
    const validate = createValidator();
    validate(compose());
    expect(validate.errors).toBeNull();
  });

  test('has a schema that would notice a fault', () => {
    const validate = createValidator();
    expect(validate({ ...compose(), manifestVersion: '1.0', extra: true })).toBe(false);
  });

  test('names the bot, its pages and no foreign domain', () => {
    const manifest = compose();
    expect(manifest).toMatchObject({
      id: env.MicrosoftAppId,
      developer: {
        name: 'Riverside "Clinic", the nurse li',
        privacyUrl: env.PRIVACY_URL,
        termsOfUseUrl: env.TERMS_URL,
      },
      validDomains: ['kneebone.example'],
    });
    expect(manifest.bots[0]?.botId).toBe(env.MicrosoftAppId);
    expect(JSON.stringify(manifest)).not.toMatch(/\{\w+\}/);
  });

  test('has a name that the store takes', () => {
    expect(`${compose().name.short} ${compose().name.full}`).not.toMatch(/teams|chat|help|bot\b|microsoft/i);
  });

  test('offers commands in teams and groups only, since a personal chat is welcomed and may not have both', () => {
    expect(compose().bots[0]?.commandLists.flatMap((l) => l.scopes)).toEqual(['team', 'groupChat']);
  });

  test('tells everything that is missing at once', () => {
    const { manifest, problems } = composeManifest({ PUBLIC_URL: 'http://localhost:3978' });
    expect(manifest).toBeUndefined();
    expect(problems.map((p: string) => p.split(':')[0])).toEqual([
      'MicrosoftAppId',
      'PUBLIC_URL',
      'PRIVACY_URL',
      'TERMS_URL',
    ]);
  });
});

describe('packManifest', () => {
  test('zips the manifest with both icons in the sizes that Teams wants', async () => {
    const files = unzip(await packManifest(compose()));
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(JSON.parse(String(files.get('manifest.json')))).toEqual(compose());
    const sizeOf = (name: string) => [16, 20].map((at) => files.get(name)?.readUInt32BE(at));
    expect([sizeOf('color.png'), sizeOf('outline.png')]).toEqual([
      [192, 192],
      [32, 32],
    ]);
  });
});

/** Reads the archive by its local headers; sizes stand at 18, 22, 26 and 28 (APPNOTE 4.3.7). */
function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50;) {
    const [packed, name] = [archive.readUInt32LE(at + 18), archive.readUInt16LE(at + 26)];
    const start = at + 30 + name + archive.readUInt16LE(at + 28);
    files.set(
      archive.toString('utf8', at + 30, at + 30 + name),
      inflateRawSync(archive.subarray(start, start + packed)),
    );
    at = start + packed;
  }
  return files;
}
