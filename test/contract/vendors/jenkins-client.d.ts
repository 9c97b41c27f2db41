// The package `jenkins` brings no types; these are the calls that the contract makes.
declare module 'jenkins' {
  interface Options {
    baseUrl: string;
    headers?: Record<string, string>;
    crumbIssuer?: boolean;
  }
  class Jenkins {
    constructor(options: Options);
    job: {
      build(job: { name: string; parameters?: Record<string, string> }): Promise<number>;
      get(
        name: string,
      ): Promise<{ fullName: string; nextBuildNumber: number; builds: { number: number; url: string }[] }>;
      exists(name: string): Promise<boolean>;
    };
    queue: {
      item(
        id: number,
      ): Promise<{ why: string | null; cancelled?: boolean; executable?: { number: number; url: string } }>;
    };
    build: {
      get(name: string, number: number): Promise<{ building: boolean; result: string | null; queueId: number }>;
      log(
        name: string,
        number: number,
        options: { start: number; meta: true },
      ): Promise<{ text: string; more: boolean; size: string }>;
    };
  }
  export default Jenkins;
}
