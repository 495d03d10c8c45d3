/**
 * Prisma's schema engine without the download: the same engine as WebAssembly, from npm.
 * Migrations stay in Prisma's own format and history table.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

const MIGRATIONS = 'prisma/migrations';
const SCHEMA = 'prisma/schema.prisma';

type EngineModule = { SchemaEngine: typeof SchemaEngine; __wbg_set_wasm: (exports: WebAssembly.Exports) => void };

let engineModule: Promise<EngineModule> | undefined;

/** Instantiated once: the glue code keeps views on the first instance's memory. */
function loadEngine(): Promise<EngineModule> {
  engineModule ??= instantiate();
  return engineModule;
}

async function instantiate(): Promise<EngineModule> {
  const folder = fileURLToPath(new URL('.', import.meta.resolve('@prisma/schema-engine-wasm')));
  const glue = (await import(join(folder, 'schema_engine_bg.js'))) as EngineModule & WebAssembly.ModuleImports;
  const wasm = await WebAssembly.compile(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const instance = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)?.();
  return glue;
}

async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine: Engine } = await loadEngine();
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(pool));
  const engine = await Engine.new({ datamodels: [[SCHEMA, readFileSync(SCHEMA, 'utf8')]] }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/**
 * The driver adapter, with two gaps closed that only migrations meet. It cuts a script at every semicolon, also inside
 * function bodies: PostgreSQL reads it whole, and atomically. And it does not know the catalog's one-byte type `"char"`.
 */
class MigrationAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script: string) => {
      await adapter.underlyingDriver().query(script);
    };
    return readingCatalogChars(adapter);
  }
}

const CHAR_OID = 18;
const TEXT_OID = 25;
type QueryResult = { fields: { dataTypeID: number }[] };

function readingCatalogChars<Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter {
  const inner = adapter as unknown as { performIO: (query: SqlQuery) => Promise<QueryResult> };
  const performIO = inner.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns: number[] = [];
  inner.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
    for (const index of charColumns) result.fields[index]!.dataTypeID = TEXT_OID;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

/** The migration folders as the engine wants them. */
function migrationsList() {
  const names = readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

/** Applies what is missing; returns the names applied. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  return withEngine(databaseUrl, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: migrationsList(),
      filters: NO_FILTERS,
    });
    return appliedMigrationNames;
  });
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const schemaFiles = () => [{ path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') }];

/** The SQL that leads from the database as it is to the schema file; empty when they agree. */
export async function differenceToSchema(databaseUrl: string): Promise<string> {
  return withEngine(databaseUrl, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: schemaFiles(), configDir: '.' },
      to: { tag: 'schemaDatamodel', files: schemaFiles() },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return stdout?.startsWith('-- This is an empty migration') ? '' : (stdout ?? '');
  });
}
