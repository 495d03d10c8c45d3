/** `POST /api/v1/clicks`: what comes in and what goes out. */
import { z } from 'zod';
import { country, id, instant, userId } from '@/lib/rules/api-fields';

export const importedClick = z.strictObject({
  id: id.meta({ description: 'Your click id: what advertisers send back in their postbacks' }),
  app: id.meta({ description: 'The key of an app' }),
  user: userId.meta({ description: 'The player, as the game names them and as wall links name them' }),
  offer: id.meta({ description: 'The key of an offer' }),
  clickedAt: instant,
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  country: country.optional(),
  device: z
    .record(z.string().min(1).max(64), z.union([z.string().max(512), z.number(), z.boolean(), z.null()]))
    .refine((device) => Object.keys(device).length <= 32, 'At most 32 facts about a device')
    .optional()
    .meta({ description: 'What is known of the device, for example { "id": "…", "os": "Android 16" }' }),
});
export type ImportedClick = z.output<typeof importedClick>;

export const MAX_CLICKS = 1000;

/** As documented. The door reads the list first and each click by itself, so that one bad click refuses only itself. */
export const clickImportInput = z.strictObject({ clicks: z.array(importedClick).max(MAX_CLICKS) });
export const clickImportEnvelope = z.strictObject({ clicks: z.array(z.unknown()).max(MAX_CLICKS) });

export const clickImportOutput = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  refused: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
});
export type ClickImport = z.output<typeof clickImportOutput>;
