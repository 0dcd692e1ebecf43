/** The fences of the house (docs/architecture.md). Each rule says why it stands. */
const pure = '^src/(deal|capacity|checks|rules|signoff|brief|write-back)/';

/** A pure folder may import itself and the folders left of it. */
const order = [
  { folder: 'deal', may: 'deal' },
  { folder: 'capacity', may: 'deal|capacity' },
  { folder: 'checks', may: 'deal|capacity|checks' },
  { folder: 'rules', may: 'deal|capacity|checks|rules' },
  { folder: 'signoff', may: 'deal|capacity|checks|signoff' },
  { folder: 'brief', may: 'deal|capacity|checks|signoff|brief' },
  { folder: 'write-back', may: 'deal|capacity|checks|rules|signoff|brief|write-back' },
];

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A circle has no top: nobody can read it from the start.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-folders-import-no-io',
      comment: 'A verdict is replayable bit for bit only while nothing in its path can look at the world.',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-few-packages',
      comment: 'Pure folders use zod, a date library and a fraction library, nothing else.',
      severity: 'error',
      from: { path: pure },
      to: {
        dependencyTypes: ['npm', 'npm-dev'],
        pathNot: 'node_modules/(zod|fraction\\.js|temporal-polyfill|temporal-utils|temporal-spec)/',
      },
    },
    ...order.map(({ folder, may }) => ({
      name: `${folder}-imports-leftwards`,
      comment: 'Data flows one way: deal <- capacity <- checks, rules, signoff, brief <- write-back.',
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^(src|webhooks)/', pathNot: `^src/(${may})/` },
    })),
    {
      name: 'crms-are-strangers',
      comment: 'What one CRM needs must not leak into the other; they meet in crm.ts.',
      severity: 'error',
      from: { path: '^src/crm/(hubspot|salesforce|memory)/' },
      to: { path: '^src/crm/(hubspot|salesforce|memory)/', pathNot: '^src/crm/$1/' },
    },
    {
      name: 'only-db-knows-the-driver',
      comment: 'One code path for both engines: SQL and drivers stay in src/db.',
      severity: 'error',
      from: { path: '^(src|webhooks)/', pathNot: '^src/db/' },
      to: { path: 'node_modules/(pg|@electric-sql)/' },
    },
    {
      name: 'doors-stay-thin',
      comment:
        'A door verifies, parses, stores and answers. Business logic behind it would delay the answer and lose events.',
      severity: 'error',
      from: { path: '^webhooks/' },
      to: { path: '^src/', pathNot: '^src/(inbox/event|errors|logger)\\.ts$' },
    },
    {
      name: 'nobody-imports-doors',
      comment: 'web and cli use everything but the doors; the signature check of card calls is the same pure function.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main\\.ts$' },
      to: { path: '^webhooks/', pathNot: '^webhooks/hubspot/signature\\.ts$' },
    },
    {
      name: 'sandbox-is-for-demo-and-tests',
      comment: 'The pretend CRMs must never be reachable from production code.',
      severity: 'error',
      from: { path: '^(src|webhooks)/', pathNot: '^src/(main\\.ts$|cli/|sandbox/)' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'sandbox-knows-no-adapter',
      comment:
        'The pretend CRMs are written from the published specifications: sharing code with our adapter would hide its faults.',
      severity: 'error',
      from: { path: '^src/sandbox/(hubspot|salesforce)/' },
      to: { path: '^(src/(crm|db|inbox|web)|webhooks)/' },
    },
    {
      name: 'main-is-the-top',
      comment: 'The composition root is imported by nobody.',
      severity: 'error',
      from: { path: '.*' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'app-manifest-stands-alone',
      comment: 'What is installed in a CRM is uploaded as a folder: it can import nothing outside itself.',
      severity: 'error',
      from: { path: '^app-manifest/([^/]+)/' },
      to: { path: '^(src|webhooks|test)/' },
    },
    {
      name: 'product-imports-no-tests',
      comment: 'Tests are not shipped.',
      severity: 'error',
      from: { path: '^(src|webhooks)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-unlisted-packages',
      comment: 'A package that is used is listed.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Lightning components name each other as the platform does (c/..., lightning/...); rollup.config.js resolves them
    exclude: { path: '^src/ui/salesforce-org/lightning/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
