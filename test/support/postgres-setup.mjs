/** Jest loads its setup files untransformed; Node runs the TypeScript behind them as it is. */
export default async function setup() {
  const { startPostgres } = await import('./postgres.ts');
  await startPostgres();
}
