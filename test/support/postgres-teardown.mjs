export default async function teardown() {
  const { stopPostgres } = await import('./postgres.ts');
  await stopPostgres();
}
