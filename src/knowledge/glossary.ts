import { z } from 'zod';

const filled = z.string().min(1);

/** `knowledge/pictures/pictures.yml`: the texts of each drawing, by its id. */
export const pictureSchema = z.record(
  z.string(),
  z.strictObject({ title: filled, alt: filled, caption: z.string().optional() }),
);
export type PictureText = z.infer<typeof pictureSchema>[string];

/** `knowledge/glossary.yml`: terms that an entry has to name, with plain words for them. */
export const glossarySchema = z.array(z.strictObject({ term: filled, plain: filled }));
export type GlossaryTerm = z.infer<typeof glossarySchema>[number];
