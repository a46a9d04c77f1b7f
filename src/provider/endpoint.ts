/** How a provider is reached, as OpenAI's clients take it. Pure. */

export type Endpoint = { apiKey?: string | undefined; baseUrl?: string | undefined };

/**
 * Local servers need no key, but the client refuses to start without one: any word will do. Its own retries are off: the gate retries.
 * A key for OpenAI's own address is never made up.
 */
export function clientOptions({ apiKey, baseUrl }: Endpoint): {
  apiKey?: string;
  maxRetries: 0;
  configuration: { baseURL?: string; maxRetries: 0 };
} {
  const key = apiKey ?? (baseUrl === undefined ? undefined : 'none');
  return {
    ...(key === undefined ? {} : { apiKey: key }),
    maxRetries: 0,
    configuration: { ...(baseUrl === undefined ? {} : { baseURL: baseUrl }), maxRetries: 0 },
  };
}

/** For messages: the host, never the key. */
export const endpointName = ({ baseUrl }: Endpoint): string => (baseUrl === undefined ? 'api.openai.com' : new URL(baseUrl).host);
