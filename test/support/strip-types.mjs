import { stripTypeScriptTypes } from 'node:module';

/** Jest transform: blanks out the types as Node itself does when it runs the services, so line numbers stay. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
};
