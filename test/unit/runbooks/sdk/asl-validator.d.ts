// The package brings no types; this is the part that is used.
declare module 'asl-validator' {
  export default function aslValidator(
    machine: object,
    options?: { checkArn?: boolean; checkPaths?: boolean },
  ): { isValid: boolean; errorsText(separator?: string): string };
}
