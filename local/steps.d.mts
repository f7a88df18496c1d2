export declare class Failure extends Error {}
export declare function note(text: string): void;
export declare function step<T>(name: string, work: () => Promise<T>): Promise<T>;
export declare function fail(error: unknown): void;
