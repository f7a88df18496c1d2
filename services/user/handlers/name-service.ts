import { NameServiceDefinition } from '../../../gen/playmesh/user/v1/name_service.ts';
import { bind, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { Accounts } from '../accounts/accounts.ts';

/** playmesh.user.v1.NameService, for the other services. */
export function nameService(accounts: Pick<Accounts, 'namesOf'>): ServiceBinding {
  return bind(NameServiceDefinition, {
    async batchGetNames({ userIds }) {
      return { names: [...(await accounts.namesOf(userIds.map((userId) => idFromBytes(userId))))] };
    },
  });
}
