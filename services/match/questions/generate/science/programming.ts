import { slug } from '../english.ts';
import type { Template } from '../template.ts';

/** A language of GitHub's Linguist. */
export interface ProgrammingLanguage {
  readonly name: string;
  readonly type: string;
  readonly extensions?: readonly string[];
}

/** The languages that people have heard of, by how often their names are read: the first are easy. */
const KNOWN: readonly (readonly string[])[] = [
  ['Python', 'JavaScript', 'Java', 'C++', 'C#', 'PHP', 'Ruby', 'Go', 'Rust', 'Swift', 'Kotlin', 'TypeScript'],
  [
    'Perl',
    'Haskell',
    'Scala',
    'R',
    'Lua',
    'Dart',
    'Julia',
    'Shell',
    'PowerShell',
    'Objective-C',
    'Pascal',
    'Fortran',
    'SQL',
  ],
  [
    'Clojure',
    'Elixir',
    'Erlang',
    'F#',
    'OCaml',
    'Visual Basic .NET',
    'Assembly',
    'Groovy',
    'COBOL',
    'Ada',
    'Prolog',
    'Common Lisp',
    'Scheme',
  ],
  [
    'Crystal',
    'Nim',
    'Zig',
    'D',
    'Racket',
    'Smalltalk',
    'Tcl',
    'Elm',
    'CoffeeScript',
    'Solidity',
    'VHDL',
    'Verilog',
    'Emacs Lisp',
    'MATLAB',
    'Raku',
  ],
  [
    'Haxe',
    'Vala',
    'PureScript',
    'Idris',
    'Agda',
    'Gleam',
    'Pony',
    'Eiffel',
    'Forth',
    'APL',
    'Factor',
    'Reason',
    'Hack',
    'Apex',
    'ABAP',
    'Io',
    'Standard ML',
    'SystemVerilog',
    'Vim Script',
    'GDScript',
    'AutoHotkey',
    'Awk',
    'Mojo',
    'V',
    'Odin',
    'Bash',
    'Batchfile',
    'Stata',
    'SAS',
    'Modula-2',
    'Oberon',
    'Logtalk',
    'Mercury',
    'Starlark',
    'WebAssembly',
  ],
];

/** Asks which language the files with an ending are in, where Linguist knows one alone. */
export const languageOfExtension: Template<readonly ProgrammingLanguage[]> = {
  name: 'language-of-extension',
  category: 'technology',
  most: 100,
  drafts: (languages) => {
    const known = KNOWN.flatMap((names, index) =>
      languages.filter(({ name }) => names.includes(name)).map((language) => ({ ...language, difficulty: index + 1 })),
    );
    return known.flatMap(({ name, extensions = [], difficulty }) => {
      const [extension] = extensions;
      const users = languages.filter((other) => other.extensions?.includes(extension ?? '') === true);
      if (extension === undefined || users.length > 1 || letters(name) === letters(extension)) return [];
      const begins = known.filter((other) => other.name !== name && letters(other.name)[0] === letters(extension)[0]);
      const near = known.filter((other) => other.name !== name && Math.abs(other.difficulty - difficulty) < 2);
      return [
        {
          key: slug(extension),
          text: `Which programming language are files ending in ${extension} written in?`,
          right: name,
          wrong: [begins, near].map((group) =>
            group.filter((other) => !other.extensions?.includes(extension)).map((other) => other.name),
          ),
          difficulty,
        },
      ];
    });
  },
};

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
