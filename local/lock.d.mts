export declare function lock(name: string): Promise<(() => void) | undefined>;
