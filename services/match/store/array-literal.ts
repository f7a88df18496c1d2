/**
 * An array as PostgreSQL reads it, of values that need no quotes: ids and numbers. The driver's own way looks for what
 * needs quotes in each value.
 */
export const arrayLiteral = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
