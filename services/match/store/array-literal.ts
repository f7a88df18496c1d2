/**
 * An array as PostgreSQL reads it, of values that need no quotes: ids and numbers. The driver's own way looks for what
 * needs quotes in each value, which costs more than all else of a large statement.
 */
export const arrayLiteral = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
