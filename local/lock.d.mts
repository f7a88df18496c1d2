export declare function startTime(pid: number): string | undefined;
export declare function identity(pid: number): string;
export declare function livingPid(file: string): number | undefined;
export declare function lock(
  file: string,
  options?: { wait?: boolean; busy?: (pid: number) => string },
): Promise<() => void>;
