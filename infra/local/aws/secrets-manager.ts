import type { Server } from 'node:http';
import { jsonService, ServiceError } from './json-service.ts';

/** Where the secrets are kept; the local world keeps them in one file that only its owner may read. */
export interface SecretStore {
  get(name: string): string | undefined;
  put(name: string, value: string): void;
}

/** The secrets of a text file: read once, written whole. */
export const secretFile = (file: { read(): string | undefined; write(text: string): void }): SecretStore => {
  const values = new Map<string, string>(Object.entries(JSON.parse(file.read() ?? '{}')));
  return {
    get: (name) => values.get(name),
    put(name, value) {
      values.set(name, value);
      file.write(JSON.stringify(Object.fromEntries(values), null, 2));
    },
  };
};

const arnOf = (name: string): string => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-local1`;

const missing = (name: string): never => {
  throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret: ${name}.`);
};

/** Secrets Manager: current values of text secrets; no versions, no rotation. */
export const secretsManager = (store: SecretStore): Server =>
  jsonService({
    GetSecretValue({ SecretId: name }: { SecretId: string }) {
      const value = store.get(name) ?? missing(name);
      return { ARN: arnOf(name), Name: name, SecretString: value, VersionStages: ['AWSCURRENT'] };
    },
    CreateSecret({ Name: name, SecretString: value }: { Name: string; SecretString: string }) {
      if (store.get(name) !== undefined)
        throw new ServiceError('ResourceExistsException', `A secret with the name ${name} already exists.`);
      store.put(name, value);
      return { ARN: arnOf(name), Name: name };
    },
    PutSecretValue({ SecretId: name, SecretString: value }: { SecretId: string; SecretString: string }) {
      if (store.get(name) === undefined) missing(name);
      store.put(name, value);
      return { ARN: arnOf(name), Name: name, VersionStages: ['AWSCURRENT'] };
    },
  });
