import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../json-service.ts';
import { readDefinition } from './definition.ts';

interface Revision {
  id: string;
  definition: string;
  roleArn: string;
  at: number;
}
interface Version {
  number: number;
  revision: Revision;
  description?: string;
  at: number;
}
type Routing = { stateMachineVersionArn: string; weight: number }[];
interface Alias {
  name: string;
  routing: Routing;
  description?: string;
  createdAt: number;
  updatedAt: number;
}
/** A state machine with all that was published of it. */
export interface Machine {
  name: string;
  arn: string;
  createdAt: number;
  revision: Revision;
  versions: Version[];
  aliases: Alias[];
}

/** What an execution runs: resolved from a machine's, version's or alias' ARN. */
export interface Startable {
  machine: Machine;
  definition: string;
  versionArn?: string;
  aliasArn?: string;
}

const versionsAtMost = 1000;
const aliasesAtMost = 100;

const checkName = (name: string): void => {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
};
const missing = (arn: string): never => {
  throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
};

/** Each machine is a file of the folder; a change is written whole before it is answered. */
export const machines = (folder: string, prefix: string, now: () => number) => {
  mkdirSync(folder, { recursive: true });
  const all = new Map<string, Machine>(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file): Machine => JSON.parse(readFileSync(join(folder, file), 'utf8')))
      .map((machine) => [machine.name, machine]),
  );
  const save = (machine: Machine): void => {
    all.set(machine.name, machine);
    const path = join(folder, `${machine.name}.json`);
    writeFileSync(`${path}.new`, JSON.stringify(machine));
    renameSync(`${path}.new`, path);
  };

  /** The machine of an ARN, and what follows its name there: a version's number or an alias' name. */
  const parse = (arn: string): { machine: Machine; qualifier?: string } => {
    if (!arn?.startsWith(prefix)) throw new ServiceError('InvalidArn', `Invalid Arn: '${arn}'`);
    const [name = '', qualifier] = arn.slice(prefix.length).split(':');
    const machine = all.get(name) ?? missing(arn);
    return qualifier === undefined ? { machine } : { machine, qualifier };
  };
  const versionOf = (arn: string): Version => {
    const { machine, qualifier } = parse(arn);
    return machine.versions.find(({ number }) => String(number) === qualifier) ?? missing(arn);
  };
  const aliasOf = (arn: string): { machine: Machine; alias: Alias } => {
    const { machine, qualifier } = parse(arn);
    const alias = machine.aliases.find(({ name }) => name === qualifier);
    if (!alias) throw new ServiceError('ResourceNotFound', `Request references a resource that does not exist: ${arn}`);
    return { machine, alias };
  };

  const revised = (definition: string, roleArn: string): Revision => {
    readDefinition(definition);
    return { id: randomUUID(), definition, roleArn, at: now() };
  };
  /** The same revision is published once only. */
  const publish = (machine: Machine, description?: string): { arn: string; version: Version } => {
    let version = machine.versions.find(({ revision }) => revision.id === machine.revision.id);
    if (!version) {
      if (machine.versions.length >= versionsAtMost)
        throw new ServiceError('ServiceQuotaExceededException', `A machine has at most ${versionsAtMost} versions.`);
      const number = Math.max(0, ...machine.versions.map((one) => one.number)) + 1;
      version = { number, revision: machine.revision, at: now(), ...(description ? { description } : {}) };
      machine.versions.push(version);
      save(machine);
    }
    return { arn: `${machine.arn}:${version.number}`, version };
  };
  const checkRouting = (routing: Routing): void => {
    for (const { stateMachineVersionArn } of routing) versionOf(stateMachineVersionArn);
    const total = routing.reduce((sum, { weight }) => sum + weight, 0);
    if (routing.length < 1 || routing.length > 2 || total !== 100)
      throw new ServiceError('ValidationException', 'Routing has one or two versions whose weights are 100 together.');
  };

  return {
    create(name: string, definition: string, roleArn: string): Machine {
      checkName(name);
      const existing = all.get(name);
      if (existing) {
        if (existing.revision.definition === definition) return existing;
        throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${existing.arn}'`);
      }
      const revision = revised(definition, roleArn);
      const machine = { name, arn: prefix + name, createdAt: now(), revision, versions: [], aliases: [] };
      save(machine);
      return machine;
    },
    update(arn: string, definition?: string, roleArn?: string): Machine {
      const { machine } = parse(arn);
      machine.revision = revised(definition ?? machine.revision.definition, roleArn ?? machine.revision.roleArn);
      save(machine);
      return machine;
    },
    publish(arn: string, revisionId?: string, description?: string) {
      const { machine } = parse(arn);
      if (revisionId && revisionId !== machine.revision.id)
        throw new ServiceError('ConflictException', 'The machine has another revision by now.');
      return publish(machine, description);
    },
    createAlias(name: string, routing: Routing, description?: string): { arn: string; alias: Alias } {
      if (!/^(?=.*[a-zA-Z_.-])[a-zA-Z0-9_.-]{1,80}$/.test(name ?? ''))
        throw new ServiceError('ValidationException', `An alias cannot be called '${name}'.`);
      checkRouting(routing);
      const { machine } = parse(routing[0]!.stateMachineVersionArn);
      const arn = `${machine.arn}:${name}`;
      const existing = machine.aliases.find((alias) => alias.name === name);
      if (existing) {
        if (JSON.stringify(existing.routing) === JSON.stringify(routing)) return { arn, alias: existing };
        throw new ServiceError('ConflictException', `The alias ${name} exists and points elsewhere.`);
      }
      if (machine.aliases.length >= aliasesAtMost)
        throw new ServiceError('ServiceQuotaExceededException', `A machine has at most ${aliasesAtMost} aliases.`);
      const alias = { name, routing, createdAt: now(), updatedAt: now(), ...(description ? { description } : {}) };
      machine.aliases.push(alias);
      save(machine);
      return { arn, alias };
    },
    updateAlias(arn: string, routing?: Routing, description?: string): Alias {
      const { machine, alias } = aliasOf(arn);
      if (routing) checkRouting(routing);
      Object.assign(alias, {
        ...(routing ? { routing } : {}),
        ...(description ? { description } : {}),
        updatedAt: now(),
      });
      save(machine);
      return alias;
    },
    deleteAlias(arn: string): void {
      const { machine, alias } = aliasOf(arn);
      machine.aliases = machine.aliases.filter((one) => one !== alias);
      save(machine);
    },
    deleteVersion(arn: string): void {
      const { machine } = parse(arn);
      const version = versionOf(arn);
      if (machine.aliases.some(({ routing }) => routing.some((route) => route.stateMachineVersionArn === arn)))
        throw new ServiceError('ConflictException', 'An alias points to this version.');
      machine.versions = machine.versions.filter((one) => one !== version);
      save(machine);
    },
    parse,
    alias: aliasOf,
    list: (): Machine[] => [...all.values()],
    /** @param key decides between the two versions of an alias, by their weights. */
    startable(arn: string, key: string): Startable {
      const { machine, qualifier } = parse(arn);
      if (qualifier === undefined) return { machine, definition: machine.revision.definition };
      if (/^\d+$/.test(qualifier)) return { machine, definition: versionOf(arn).revision.definition, versionArn: arn };
      const { alias } = aliasOf(arn);
      const drawn = createHash('sha256').update(key).digest().readUInt32BE() % 100;
      const [first, second] = alias.routing;
      const versionArn = (drawn < first!.weight ? first! : second!).stateMachineVersionArn;
      return { machine, definition: versionOf(versionArn).revision.definition, versionArn, aliasArn: arn };
    },
  };
};
export type Machines = ReturnType<typeof machines>;
