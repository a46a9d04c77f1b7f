/** The built program as a person or a script runs it: a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export const root = resolve(import.meta.dirname, '../..');
export const program = join(root, 'dist/main.js');

export type Run = { code: number | null; stdout: string; stderr: string };
export type RunOptions = {
  cwd: string;
  /** What stands on standard input; nothing by default. */
  input?: string;
  env?: Readonly<Record<string, string>>;
  /** User and group to run as. */
  uid?: number;
};

export function startProgram(args: readonly string[], { cwd, env = {}, uid }: RunOptions): ChildProcess {
  if (!existsSync(program)) throw new Error('Run "npm run build" first.');
  const user = uid === undefined ? {} : { uid, gid: uid };
  return spawn(process.execPath, [program, ...args], { cwd, env: { PATH: process.env.PATH!, PORT: '0', ...env }, ...user });
}

export async function runProgram(args: readonly string[], options: RunOptions): Promise<Run> {
  const child = startProgram(args, options);
  const run: Run = { code: null, stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    run.stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    run.stderr += text;
  });
  // A program that ends without having read its input closes the pipe.
  child.stdin!.on('error', () => {}).end(options.input ?? '');
  return new Promise((done) => {
    child.once('close', (code) => done({ ...run, code }));
  });
}

/** A folder of its own, removed after the test. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'yingjia-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** With the shipped articles beneath: linked, or a copy that may be changed. */
export function makeShippedHome({ copied = false } = {}): string {
  const home = makeHome();
  if (copied) cpSync(join(root, 'corpus'), join(home, 'corpus'), { recursive: true });
  else symlinkSync(join(root, 'corpus'), join(home, 'corpus'));
  return home;
}

/** With files of its own: path below "corpus" -> content. */
export function makeHomeWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const home = makeHome();
  mkdirSync(join(home, 'corpus'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, 'corpus', path)), { recursive: true });
    writeFileSync(join(home, 'corpus', path), content);
  }
  return home;
}

/** What no person should see. */
export const stackTrace = /\n\s+at .+:\d+:\d+|This should not have happened/;
