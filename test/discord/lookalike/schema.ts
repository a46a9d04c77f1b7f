/** Checks request bodies against Discord's OpenAPI document, which is found by YINGJIA_SHARED and not part of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const path = join(process.env.YINGJIA_SHARED ?? '../shared', 'discord', 'openapi.json');

export const hasOpenApi = existsSync(path);
/** For titles of tests that are skipped without it. */
export const openApiMissing = `needs Discord's OpenAPI document at ${path}`;

let ajv: Ajv2020 | undefined;
let templates: string[] = [];
const validators = new Map<string, ValidateFunction | undefined>();

function open(): Ajv2020 {
  if (ajv !== undefined) return ajv;
  const document = JSON.parse(readFileSync(path, 'utf8'));
  templates = Object.keys(document.paths);
  ajv = new Ajv2020({ strict: false, allErrors: false, allowUnionTypes: true, logger: false });
  formats.default(ajv);
  ajv.addFormat('snowflake', /^\d{1,20}$/);
  ajv.addFormat('nonce', true);
  ajv.addSchema(document, 'discord');
  return ajv;
}

/**
 * @param route method and path template of ours, as "POST /channels/{channel_id}/messages"; only the names may differ.
 * @returns what is wrong; empty without the document.
 */
export function faultsOfSchema(route: string, body: unknown): string[] {
  if (!hasOpenApi) return [];
  const validate = validatorOf(route);
  if (validate === undefined) return [`${route} is not in Discord's OpenAPI document`];
  if (validate(adapt(body))) return [];
  return (validate.errors ?? []).slice(0, 4).map(({ instancePath, message }) => `${route} ${instancePath}: ${message}`);
}

function validatorOf(route: string): ValidateFunction | undefined {
  if (!validators.has(route)) {
    const compiler = open();
    const [method, ours] = route.split(' ') as [string, string];
    const template = templates.find((each) => nameless(each) === nameless(ours));
    const pointer = `discord#/paths/${template?.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
    validators.set(route, template === undefined ? undefined : compiler.compile({ $ref: pointer }));
  }
  return validators.get(route);
}

const nameless = (template: string) => template.replaceAll(/\{[^}]*\}/g, '{}');

/** Where the document and Discord differ: permission sets are sent as digit strings, as the documentation says, and typed as integers. */
function adapt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(adapt);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'default_member_permissions' && typeof inner === 'string' ? Number(inner) : adapt(inner),
    ]),
  );
}
