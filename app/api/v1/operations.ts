/**
 * Every call of the operator's API: who may make it, what comes in, what goes out. The doors are built from this table
 * (door.ts), and so is the OpenAPI document: a call that is not in it cannot be answered.
 */
import { z } from 'zod';
import type { ApiScope } from '@/lib/accounts/api-keys';
import { clickImportEnvelope, clickImportInput, clickImportOutput } from '@/lib/clicks/click-schema';
import { JSON_LIMIT } from '@/lib/foundation/json-body';
import { advertiserInput, advertiserOutput } from '@/lib/offers/advertiser-schema';
import { appInput, appOutput } from '@/lib/offers/app-schema';
import { integrationInput, integrationOutput } from '@/lib/offers/integration-schema';
import { offerInput, offerOutput } from '@/lib/offers/offer-schema';
import { callbackList, callbackOutput, callbackQuery } from '@/lib/rewards/callback-schema';
import { id, userId } from '@/lib/rules/api-fields';
import type { RefusalCode } from '@/lib/rules/refusal';
import {
  decidedOutput,
  decisionInput,
  inProgressOutput,
  openedOutput,
  ticketInput,
  ticketList,
  ticketOutput,
  ticketPath,
  ticketQuery,
} from '@/lib/tickets/ticket-api-schema';

export type Operation = {
  method: 'get' | 'put' | 'post';
  path: string;
  summary: string;
  scope: ApiScope;
  params: z.ZodObject;
  query: z.ZodObject;
  /** Null: the call has no body. */
  body: z.ZodType | null;
  /** Where the door reads more loosely than the document says, because it answers for each entry by itself. */
  documentedBody?: z.ZodType;
  bodyLimit: number;
  status: 200 | 201;
  answer: z.ZodType;
  refusals: readonly RefusalCode[];
};

const nothing = z.strictObject({});
const key = z.object({ key: id });
const config = {
  method: 'put',
  scope: 'config:write',
  params: key,
  query: nothing,
  bodyLimit: JSON_LIMIT,
  status: 200,
} as const;
const read = { method: 'get', query: nothing, body: null, bodyLimit: 0, status: 200 } as const;

export const operations = {
  putAdvertiser: {
    ...config,
    path: '/api/v1/advertisers/{key}',
    summary: 'Write an advertiser',
    body: advertiserInput,
    answer: advertiserOutput,
    refusals: [],
  },
  putIntegration: {
    ...config,
    path: '/api/v1/integrations/{key}',
    summary: 'Write a source of postbacks',
    body: integrationInput,
    answer: integrationOutput,
    refusals: ['not-found'],
  },
  putApp: {
    ...config,
    path: '/api/v1/apps/{key}',
    summary: 'Write an app, and where it wants its rewards reported',
    body: appInput,
    answer: appOutput,
    refusals: [],
  },
  putOffer: {
    ...config,
    path: '/api/v1/offers/{key}',
    summary: 'Write an offer with its tasks',
    body: offerInput,
    answer: offerOutput,
    refusals: ['not-found'],
  },
  importClicks: {
    method: 'post',
    path: '/api/v1/clicks',
    summary: 'Import clicks of another wall, up to 1,000 at once (at most 1 MiB)',
    scope: 'clicks:write',
    params: nothing,
    query: nothing,
    body: clickImportEnvelope,
    documentedBody: clickImportInput,
    bodyLimit: 1024 * 1024,
    status: 200,
    answer: clickImportOutput,
    refusals: [],
  },
  openTicket: {
    method: 'post',
    path: '/api/v1/tickets',
    summary: 'Open a ticket for a player; before 24 hours it is registered',
    scope: 'tickets:write',
    params: nothing,
    query: nothing,
    body: ticketInput,
    bodyLimit: JSON_LIMIT,
    status: 201,
    answer: openedOutput,
    refusals: ['unknown-click', 'user-banned', 'too-late', 'ticket-exists', 'too-many'],
  },
  listTickets: {
    ...read,
    path: '/api/v1/tickets',
    summary: 'List tickets, newest first',
    scope: 'tickets:read',
    params: nothing,
    query: ticketQuery,
    answer: ticketList,
    refusals: [],
  },
  readTicket: {
    ...read,
    path: '/api/v1/tickets/{number}',
    summary: 'Read a ticket: status, decision and its evidence, timeline, messages',
    scope: 'tickets:read',
    params: ticketPath,
    answer: ticketOutput,
    refusals: ['not-found'],
  },
  decideTicket: {
    method: 'post',
    path: '/api/v1/tickets/{number}/decision',
    summary: 'Approve or deny a ticket',
    scope: 'decisions:write',
    params: ticketPath,
    query: nothing,
    body: decisionInput,
    bodyLimit: JSON_LIMIT,
    status: 200,
    answer: decidedOutput,
    refusals: ['not-found', 'version-changed', 'being-decided', 'conflict', 'not-confirmed', 'second-person-needed'],
  },
  readInProgress: {
    ...read,
    path: '/api/v1/users/{app}/{user}/in-progress',
    summary: "What a player's In Progress tab shows",
    scope: 'tickets:read',
    params: z.object({ app: id, user: userId }),
    answer: inProgressOutput,
    refusals: ['not-found'],
  },
  listCallbacks: {
    ...read,
    path: '/api/v1/callbacks',
    summary: 'List callbacks to publishers, newest first',
    scope: 'callbacks:read',
    params: nothing,
    query: callbackQuery,
    answer: callbackList,
    refusals: [],
  },
  replayCallback: {
    method: 'post',
    path: '/api/v1/callbacks/{id}/replay',
    summary: 'Tell the publisher again, with the same event id',
    scope: 'callbacks:write',
    params: z.object({ id: z.uuid() }),
    query: nothing,
    body: null,
    bodyLimit: 0,
    status: 200,
    answer: callbackOutput,
    refusals: ['not-found', 'conflict'],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
