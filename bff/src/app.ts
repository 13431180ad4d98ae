import { randomBytes } from 'node:crypto';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { PUBLIC } from '@tayninh/shared/contract/access';
import type { FilingRoute } from '@tayninh/shared/features/procedures/catalogue';
import { getProcedure } from '@tayninh/shared/features/procedures/procedures.contract';
import { UPLOAD_MAX_BYTES } from '@tayninh/shared/features/uploads/upload-rules';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { Counter } from 'prom-client';
import type { Config } from './config.ts';
import { createClamd } from './connectors/clamd/clamd.ts';
import { type FilingConnector, notConnected } from './connectors/filing-connector.ts';
import { createIgate } from './connectors/igate/igate.ts';
import { createFederatedLogin } from './connectors/national-login/federated-login.ts';
import type { NationalLogin } from './connectors/national-login/national-login.ts';
import { createVneidLogin } from './connectors/national-login/vneid-login.ts';
import { createNationalDossiers } from './connectors/national-portal/national-dossiers.ts';
import { createNationalPortal } from './connectors/national-portal/national-portal.ts';
import { createNationalSession } from './connectors/national-portal/national-session.ts';
import { createOneGate } from './connectors/one-gate/one-gate.ts';
import { createPaymentPlatform } from './connectors/payment-platform/payment-platform.ts';
import { createPopulationCheck } from './connectors/population/population.ts';
import { createPost } from './connectors/post/post.ts';
import { createUpstream, type Upstream } from './connectors/upstream.ts';
import { createZaloGraph } from './connectors/zalo/zalo-graph.ts';
import { createZaloOa } from './connectors/zalo/zalo-oa.ts';
import { createZaloCheckout } from './connectors/zalo-checkout/zalo-checkout.ts';
import { createAuthorisationRepository } from './features/authorisations/authorisations.repository.ts';
import { authorisationRoutes } from './features/authorisations/authorisations.routes.ts';
import { createAuthorisationService } from './features/authorisations/authorisations.service.ts';
import { deliveryJobs, deliverySweeps } from './features/deliveries/deliveries.jobs.ts';
import { createDeliveryRepository } from './features/deliveries/deliveries.repository.ts';
import { deliveryRoutes } from './features/deliveries/deliveries.routes.ts';
import { createDeliveryService } from './features/deliveries/deliveries.service.ts';
import { createActSending } from './features/dossiers/act-sending.service.ts';
import { createActRepository } from './features/dossiers/acts.repository.ts';
import { actRoutes } from './features/dossiers/acts.routes.ts';
import { createActService } from './features/dossiers/acts.service.ts';
import { createCounterDossierRepository } from './features/dossiers/counter-dossiers.repository.ts';
import { createCounterDossierService } from './features/dossiers/counter-dossiers.service.ts';
import { dossierCrons, dossierJobs, dossierSweeps } from './features/dossiers/dossiers.jobs.ts';
import { createDossierRepository } from './features/dossiers/dossiers.repository.ts';
import { dossierRoutes } from './features/dossiers/dossiers.routes.ts';
import { createDossierService } from './features/dossiers/dossiers.service.ts';
import { createDraftRepository } from './features/dossiers/drafts.repository.ts';
import { createDraftService } from './features/dossiers/drafts.service.ts';
import { createDurationRepository } from './features/dossiers/durations.repository.ts';
import { createDurationService } from './features/dossiers/durations.service.ts';
import { type ConnectorOf, createFilingService } from './features/dossiers/filing.service.ts';
import { createHandoffRepository } from './features/dossiers/handoffs.repository.ts';
import { handoffRoutes } from './features/dossiers/handoffs.routes.ts';
import { createHandoffService } from './features/dossiers/handoffs.service.ts';
import { provinceHooks } from './features/dossiers/province-hooks.routes.ts';
import { receiptRoutes } from './features/dossiers/receipt.routes.ts';
import { createReceiptService } from './features/dossiers/receipt.service.ts';
import { createStandingRepository } from './features/dossiers/standing.repository.ts';
import { createStandingService } from './features/dossiers/standing.service.ts';
import { createSuggestionService } from './features/dossiers/suggestions.service.ts';
import { createDownloadRepository } from './features/downloads/downloads.repository.ts';
import { downloadRoutes } from './features/downloads/downloads.routes.ts';
import { createDownloadService } from './features/downloads/downloads.service.ts';
import { createClearance, levelTooLow } from './features/identity/clearance.ts';
import { createIdentityRepository, createSubjectKeyStore } from './features/identity/identity.repository.ts';
import { identityRoutes } from './features/identity/identity.routes.ts';
import { createIdentityService } from './features/identity/identity.service.ts';
import { createIdentityLinkRepository } from './features/identity/identity-links.repository.ts';
import { identityLinkRoutes } from './features/identity/identity-links.routes.ts';
import { createIdentityLinkService } from './features/identity/identity-links.service.ts';
import { readAccessToken, registerAccessTokens, signAccessToken } from './features/identity/tokens.ts';
import { createNotificationRepository } from './features/notifications/notifications.repository.ts';
import { notificationRoutes } from './features/notifications/notifications.routes.ts';
import { createNotificationService } from './features/notifications/notifications.service.ts';
import { createOaTokenRepository } from './features/notifications/oa-token.repository.ts';
import { paymentHooks } from './features/payments/payment-hooks.routes.ts';
import { createPaymentWorkRepository } from './features/payments/payment-work.repository.ts';
import { paymentJobs, paymentSweeps } from './features/payments/payments.jobs.ts';
import { createPaymentRepository } from './features/payments/payments.repository.ts';
import { paymentRoutes } from './features/payments/payments.routes.ts';
import { createPaymentService } from './features/payments/payments.service.ts';
import { createLocationService } from './features/places/location.service.ts';
import { createPlaceRepository } from './features/places/places.repository.ts';
import { placeRoutes } from './features/places/places.routes.ts';
import { createPlaceService } from './features/places/places.service.ts';
import { createCatalogueRepository } from './features/procedures/catalogue.repository.ts';
import { createCatalogueImport } from './features/procedures/catalogue-import.service.ts';
import { createChecklistRepository } from './features/procedures/checklists.repository.ts';
import { checklistRoutes } from './features/procedures/checklists.routes.ts';
import { createChecklistService } from './features/procedures/checklists.service.ts';
import { createCommonProcedureRepository } from './features/procedures/common-procedures.repository.ts';
import { createCommonProcedureService } from './features/procedures/common-procedures.service.ts';
import { procedureCrons, procedureJobs, procedureUseCron, searchMissCrons, searchMissJobs } from './features/procedures/procedures.jobs.ts';
import { createProcedureRepository } from './features/procedures/procedures.repository.ts';
import { MAX_AGE_SECONDS, procedureRoutes } from './features/procedures/procedures.routes.ts';
import { createProcedureService } from './features/procedures/procedures.service.ts';
import { createPromiseDateRepository } from './features/promise-dates/promise-dates.repository.ts';
import { promiseDateRoutes } from './features/promise-dates/promise-dates.routes.ts';
import { createPromiseDateService } from './features/promise-dates/promise-dates.service.ts';
import { readAnchors } from './features/results/pdf-signature.ts';
import { expiryCron, resultJobs, resultSweeps } from './features/results/results.jobs.ts';
import { createResultRepository } from './features/results/results.repository.ts';
import { resultRoutes } from './features/results/results.routes.ts';
import { createResultService } from './features/results/results.service.ts';
import { createOutcomes } from './features/status/outcomes.ts';
import { createStatusRepository } from './features/status/status.repository.ts';
import { statusRoutes } from './features/status/status.routes.ts';
import { createStatusService } from './features/status/status.service.ts';
import { type Budget, createTrackingRepository } from './features/tracking/tracking.repository.ts';
import { trackingRoutes } from './features/tracking/tracking.routes.ts';
import { createTrackingService } from './features/tracking/tracking.service.ts';
import { createUploadRepository } from './features/uploads/uploads.repository.ts';
import { uploadRoutes } from './features/uploads/uploads.routes.ts';
import { createUploadService } from './features/uploads/uploads.service.ts';
import { access } from './platform/access.ts';
import { createActingFor } from './platform/acting-for.ts';
import { AppError } from './platform/app-error.ts';
import { openDatabase } from './platform/database.ts';
import { endWithTheLastAnswer } from './platform/draining.ts';
import { createBlindIndex, createEncryption } from './platform/encryption.ts';
import { registerHealth } from './platform/health.ts';
import type { JobHandler } from './platform/jobs.ts';
import { createLogger } from './platform/logging.ts';
import { problemDetails } from './platform/problem-details.ts';
import { readyAnswers } from './platform/ready-answers.ts';
import { SECURITY_HEADERS } from './platform/security-headers.ts';

/** The composition root: everything is made here once and handed to who needs it. */
export async function buildApp(config: Config, log = createLogger(config.LOG_LEVEL)) {
  const database = openDatabase(config.DATABASE_URL, {
    name: 'bff',
    poolSize: 10,
    statementTimeoutMs: config.BFF_ROLES.includes('serve') ? 3_000 : 30_000,
  });
  const encryption = createEncryption({ keyEncryptionKeys: config.KEY_ENCRYPTION_KEYS, subjectKeys: createSubjectKeyStore(database) });
  const index = (key: string, purpose: string) => createBlindIndex(Buffer.from(key, 'base64'), purpose);

  const statusRepository = createStatusRepository(database);
  const outcomes = createOutcomes(statusRepository);
  const { observe } = outcomes;
  const status = createStatusService({ repository: statusRepository });

  const upstreams = {
    graph: createUpstream({ system: 'zalo-graph', baseUrl: config.ZALO_GRAPH_URL, observe }),
    openApi: createUpstream({ system: 'zalo-openapi', baseUrl: config.ZALO_OPENAPI_URL, observe }),
    business: createUpstream({ system: 'zalo-business', baseUrl: config.ZALO_BUSINESS_URL, observe }),
    oauth: createUpstream({ system: 'zalo-oauth', baseUrl: config.ZALO_OAUTH_URL, sockets: 2, observe }),
    oneGate: createUpstream({ system: 'one-gate', baseUrl: config.ONE_GATE_URL, observe }),
    oneGateFiles: createUpstream({
      system: 'one-gate-files',
      baseUrl: config.ONE_GATE_URL,
      sockets: 2,
      maxAnswerBytes: Math.ceil(UPLOAD_MAX_BYTES * 1.4), // in base64, with its frame
      observe,
    }),
    ...(config.POST_URL && { post: createUpstream({ system: 'post', baseUrl: config.POST_URL, sockets: 2, observe }) }),
    checkout: createUpstream({ system: 'zalo-checkout', baseUrl: config.ZALO_CHECKOUT_URL, sockets: 4, observe }),
    ...(config.PAYMENT_PLATFORM_URL && {
      payment: createUpstream({ system: 'payment-platform', baseUrl: config.PAYMENT_PLATFORM_URL, sockets: 4, observe }),
    }),
    ...(config.igate && {
      igate: createUpstream({ system: 'igate', baseUrl: config.igate.url, sockets: 4, observe }),
      igateLogIn: createUpstream({ system: 'igate-log-in', baseUrl: config.igate.tokenUrl, sockets: 1, observe }),
    }),
    ...(config.nationalPortal && {
      national: createUpstream({ system: 'national', baseUrl: config.nationalPortal.url, sockets: 2, observe }),
    }),
    ...(config.nationalLogin && {
      login: createUpstream({ system: 'national-login', baseUrl: new URL(config.nationalLogin.url).origin, sockets: 8 }),
    }),
    ...(config.population && { population: createUpstream({ system: 'population', baseUrl: config.population.url, sockets: 8 }) }),
  };
  const graph = createZaloGraph({
    upstream: upstreams.graph,
    appSecret: config.ZALO_APP_SECRET,
    miniAppId: config.ZALO_MINI_APP_ID,
    timeoutMs: config.READ_TIMEOUT_MS,
  });
  const oa = createZaloOa({
    openApi: upstreams.openApi,
    business: upstreams.business,
    oauth: upstreams.oauth,
    appId: config.ZALO_APP_ID,
    appSecret: config.ZALO_APP_SECRET,
    timeoutMs: config.READ_TIMEOUT_MS,
  });
  const oneGate = createOneGate({
    upstream: upstreams.oneGate,
    files: upstreams.oneGateFiles,
    token: config.ONE_GATE_TOKEN,
    capabilities: { idempotent: config.ONE_GATE_IS_IDEMPOTENT, lookupByReference: config.ONE_GATE_ANSWERS_BY_REFERENCE },
    sendTimeoutMs: config.SEND_TIMEOUT_MS,
    readTimeoutMs: config.READ_TIMEOUT_MS,
  });
  const nationalSession =
    config.nationalPortal && upstreams.national ? createNationalSession({ upstream: upstreams.national, ...config.nationalPortal }) : null;
  const filingConnectors: Record<FilingRoute, FilingConnector> = {
    'one-gate': oneGate,
    national: nationalSession
      ? createNationalDossiers({
          session: nationalSession,
          sendTimeoutMs: config.SEND_TIMEOUT_MS,
          readTimeoutMs: config.READ_TIMEOUT_MS,
        })
      : notConnected('national'),
  };
  const igate =
    config.igate && upstreams.igate && upstreams.igateLogIn
      ? createIgate({ upstream: upstreams.igate, logInUpstream: upstreams.igateLogIn, timeoutMs: config.READ_TIMEOUT_MS, ...config.igate })
      : undefined;

  const app = Fastify({
    logger: false, // Fastify's own lines quote addresses and messages; problem-details writes ours
    genReqId: requestIds(),
    bodyLimit: 64 * 1024,
    requestTimeout: 60_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    trustProxy: (_address, hop) => hop <= config.TRUSTED_PROXY_HOPS - 1,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  endWithTheLastAnswer(app as unknown as FastifyInstance);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  await registerAccessTokens(app as unknown as FastifyInstance, config.JWT_PRIVATE_KEY);
  const identityRepository = createIdentityRepository({
    database,
    encryption,
    indexes: {
      zaloId: index(config.BLIND_INDEX_ZALO_ID_KEY, 'zalo-id'),
      oaUserId: index(config.BLIND_INDEX_OA_USER_ID_KEY, 'oa-user-id'),
      phone: index(config.BLIND_INDEX_PHONE_KEY, 'phone'),
    },
    identityFreshMs: config.IDENTITY_FRESH_MS,
  });
  const linkRepository = createIdentityLinkRepository({
    database,
    encryption,
    // without a national log-in nothing is ever written with it
    index: index(config.nationalLogin?.indexKey ?? config.BLIND_INDEX_PHONE_KEY, 'personal-number'),
    freshMs: config.IDENTITY_FRESH_MS,
  });
  const identity = createIdentityService({
    graph,
    repository: identityRepository,
    encryption,
    signAccessToken: signAccessToken(app as unknown as FastifyInstance),
    identityLinks: { isOffered: config.nationalLogin !== null, find: linkRepository.find },
  });
  const counterRepository = createCounterDossierRepository({ database, encryption });
  const identityLinks = createIdentityLinkService({
    repository: linkRepository,
    login: upstreams.login && config.nationalLogin ? nationalLogin(config.nationalLogin, upstreams.login, config.READ_TIMEOUT_MS) : null,
    confirmAccount: identity.confirmAccount,
    forgetSessions: identity.forgetSessions,
    onUnlinked: counterRepository.forget,
    openMs: config.IDENTITY_LINK_OPEN_MS,
  });

  const procedureRepository = createProcedureRepository(database);
  const procedures = createProcedureService({ repository: procedureRepository });
  const connectorOf: ConnectorOf = async ({ procedureCode, procedureVersionNo }) =>
    filingConnectors[await procedureRepository.filingRoute(procedureCode, procedureVersionNo)];
  const common = createCommonProcedureService({ repository: createCommonProcedureRepository(database), itemsOf: procedures.items });
  const promiseDateRepository = createPromiseDateRepository(database);
  const promiseDates = createPromiseDateService({ repository: promiseDateRepository });
  const names = (code: string) => procedures.names(code);
  const places = createPlaceService({
    repository: createPlaceRepository(database),
    levelsOf: async (code) => (await procedures.detail(code)).levels,
    workingTime: promiseDateRepository.workingTime,
  });
  const location = createLocationService({
    confirmAccount: identity.confirmAccount,
    positionOf: graph.location,
    whereIs: places.whereIs,
  });
  const checklists = createChecklistService({
    repository: createChecklistRepository(database),
    record: procedures.detail,
    promiseOf: (wanted) => promiseDates.computeIfKnown({ ...wanted, pauses: [] }),
    officesOf: places.receptions,
  });
  const uploads = createUploadService({
    repository: createUploadRepository(database),
    encryption,
    directory: config.FILE_STORE_DIR,
    clamd: createClamd(config.CLAMD, { observe }),
  });
  const trackingRepository = createTrackingRepository({ database, index: index(config.BLIND_INDEX_PHONE_KEY, 'tracking') });
  const spend = async (budget: Budget, cost: number) => (await trackingRepository.spend([budget], cost))[0] ?? 0;
  const authorisationRepository = createAuthorisationRepository({
    database,
    encryption,
    index: index(config.BLIND_INDEX_PHONE_KEY, 'invitation-code'),
  });
  const authorisations = createAuthorisationService({
    repository: authorisationRepository,
    nameOf: async (scope) => (await identityRepository.findCitizen(scope))?.name ?? null,
    spend,
  });
  const actingFor = createActingFor(authorisationRepository.relations);
  const notificationRepository = createNotificationRepository(database);
  const notifications = createNotificationService({
    repository: notificationRepository,
    tokens: createOaTokenRepository(database, encryption),
    oa,
    oaId: config.ZALO_OA_ID,
    firstRefreshToken: config.ZALO_OA_REFRESH_TOKEN,
    names,
    recipient: (scope) => identityRepository.findCitizen(scope),
    watchersOf: authorisations.watchersOf,
    alarm: (what, fields) => log.error({ system: 'zalo', ...fields }, what),
  });
  const draftRepository = createDraftRepository({ database, encryption });
  const paymentParts = { database, encryption, announce: notifications.announce };
  const paymentRepository = createPaymentRepository(paymentParts);
  const paymentWork = createPaymentWorkRepository(paymentParts);
  const resultRepository = createResultRepository(paymentParts);
  const dossierRepository = createDossierRepository({
    database,
    encryption,
    announce: notifications.announce,
    noteFee: paymentRepository.noteFee,
    noteResults: resultRepository.note,
  });
  const drafts = createDraftService({
    repository: draftRepository,
    forms: procedures,
    files: uploads,
    contentOf: async (scope, dossierId) => {
      const filed = await dossierRepository.find(scope, dossierId);
      return filed && { ...filed, answers: await draftRepository.openAnswers(filed.citizenId, filed.answersId) };
    },
    checklistCase: checklists.caseOf,
    isCommune: places.isCommune,
    forWhom: authorisations,
  });
  const suggestions = createSuggestionService({
    drafts: draftRepository,
    forms: procedures,
    zaloProfile: (scope) => identityRepository.findCitizen(scope),
    identity: linkRepository.find,
  });
  const actRepository = createActRepository({ database, encryption, announce: notifications.announce });
  const acts = createActService({
    acts: actRepository,
    dossiers: dossierRepository,
    forms: procedures,
    files: uploads,
    takesRatings: config.ONE_GATE_TAKES_RATINGS,
    takesActs: async (row) => (await connectorOf(row)).takesActs,
  });
  const dossiers = createDossierService({
    repository: dossierRepository,
    drafts,
    names,
    openAnswers: draftRepository.openAnswers,
    files: uploads,
    feeStanding: paymentRepository.feeStanding,
    acts,
    recount: async (code, receivedAt, pauses) => {
      try {
        const limit = (await procedures.detail(code)).timeLimit ?? (await checklists.onlyLimit(code));
        const spans = pauses.map(({ from, until }) => ({ from: from.toISOString(), until: until.toISOString() }));
        return limit && (await promiseDates.computeIfKnown({ receivedAt: receivedAt.toISOString(), limit, pauses: spans }));
      } catch (error) {
        if (error instanceof AppError) return null; // a procedure that is gone, times that make no sense: the dossier is shown all the same
        throw error;
      }
    },
    clear: createClearance({
      links: linkRepository,
      population:
        upstreams.population && config.population
          ? createPopulationCheck({ upstream: upstreams.population, ...config.population, timeoutMs: config.READ_TIMEOUT_MS })
          : null,
      levelOf: async (sessionId) => (await identityRepository.findSession(sessionId))?.level ?? 0,
    }),
    describeBehalf: authorisations.describeDossiers,
    standing: createStandingService({ repository: createStandingRepository(database), province: status.province }),
    staleAfterMs: config.POLL_EVERY_MS * 3,
  });
  const results = createResultService({
    repository: resultRepository,
    files: uploads,
    oneGate,
    anchors: readAnchors(config.RESULT_TRUST_ANCHORS),
    names,
    times: {
      leaseMs: config.LEASE_MS,
      retryBaseMs: config.RETRY_BASE_MS,
      retryMaxMs: config.RETRY_MAX_MS,
      giveUpMs: config.GIVE_UP_MS,
    },
  });
  const { POST_ACCESS_TOKEN: postToken, POST_CUSTOMER_CODE: postCustomer } = config;
  const deliveries = createDeliveryService({
    repository: createDeliveryRepository({ database, encryption }),
    post:
      upstreams.post && postToken && postCustomer
        ? createPost({ upstream: upstreams.post, accessToken: postToken, customerCode: postCustomer, timeoutMs: config.SEND_TIMEOUT_MS })
        : null,
    convert: places.read,
    times: { leaseMs: config.LEASE_MS, retryBaseMs: config.RETRY_BASE_MS, retryMaxMs: config.RETRY_MAX_MS },
  });
  const receipts = createReceiptService({
    repository: dossierRepository,
    openAnswers: draftRepository.openAnswers,
    procedure: procedures.detail,
    paperNames: async (formVersion) => {
      const form = await procedures.formOfVersion(formVersion);
      return new Map((form?.components ?? []).map(({ id, name }) => [id, name]));
    },
    appLink: `https://zalo.me/s/${config.ZALO_MINI_APP_ID}`,
  });
  const downloads = createDownloadService({
    repository: createDownloadRepository(database),
    encryption,
    files: uploads,
    printReceipt: receipts.printForTicket,
    isSessionAlive: identity.isAlive,
  });
  const atCounter = createCounterDossierService({
    repository: counterRepository,
    oneGate,
    ownNumber: async (scope, sessionId) => {
      const own = await linkRepository.proven(scope, sessionId);
      if (!own) throw levelTooLow();
      return own;
    },
    names,
  });
  const tracking = createTrackingService({
    repository: trackingRepository,
    procedure: procedures.detail,
    elsewhere:
      igate &&
      (async (code) => {
        const seen = await igate.find(code);
        return seen && { ...seen, status: await dossierRepository.statusOf(seen.system, seen.statusText) };
      }),
    alarm: (what) => log.error({ operation: 'tracking' }, what),
  });
  const handoffs = createHandoffService({
    repository: createHandoffRepository({ database, index: index(config.BLIND_INDEX_PHONE_KEY, 'handoff-code') }),
    openAnswers: draftRepository.openAnswers,
    files: uploads,
    behalfOf: authorisations.toldToProvince,
    spend,
  });
  const sendingTimes = {
    leaseMs: config.LEASE_MS,
    absenceSettlesMs: config.ABSENCE_SETTLES_MS,
    retryBaseMs: config.RETRY_BASE_MS,
    retryMaxMs: config.RETRY_MAX_MS,
    giveUpMs: config.GIVE_UP_MS,
  };
  const filing = createFilingService({
    repository: dossierRepository,
    openAnswers: draftRepository.openAnswers,
    files: uploads,
    connectorOf,
    oneGate,
    nameOf: async (code) => (await names(code)).name,
    secondSource: igate,
    times: sendingTimes,
    behalfOf: authorisations.toldToProvince,
    onAnswers: (row, answers) => tracking.remember(row.id, answers),
  });
  const actSending = createActSending({ acts: actRepository, files: uploads, connectorOf, oneGate, times: sendingTimes });

  const { PAYMENT_PLATFORM_PARTNER: partnerCode, PAYMENT_PLATFORM_SECRET: platformSecret, ZALO_CHECKOUT_PRIVATE_KEY: checkoutKey } = config;
  const providers = [
    ...(upstreams.payment && partnerCode && platformSecret
      ? [createPaymentPlatform({ upstream: upstreams.payment, partnerCode, secret: platformSecret, timeoutMs: config.READ_TIMEOUT_MS })]
      : []),
    ...(checkoutKey
      ? [
          createZaloCheckout({
            upstream: upstreams.checkout,
            appId: config.ZALO_MINI_APP_ID,
            privateKey: checkoutKey,
            timeoutMs: config.READ_TIMEOUT_MS,
          }),
        ]
      : []),
  ];
  const payments = createPaymentService({
    repository: paymentRepository,
    work: paymentWork,
    providers,
    oneGate,
    names,
    payerName: async (citizenId, answersId) => {
      const { applicantName } = await draftRepository.openAnswers(citizenId, answersId);
      return typeof applicantName === 'string' ? applicantName : null;
    },
    times: {
      openMs: config.PAYMENT_OPEN_MS,
      settlesMs: config.PAYMENT_SETTLES_MS,
      askBaseMs: config.PAYMENT_ASK_BASE_MS,
      askMaxMs: config.PAYMENT_ASK_MAX_MS,
      leaseMs: config.LEASE_MS,
      absenceSettlesMs: config.ABSENCE_SETTLES_MS,
    },
  });
  const notices = new Counter({
    name: 'payment_notices_total',
    help: 'Notices of payment providers by system and whether their code was right',
    labelNames: ['system', 'outcome'],
    registers: [],
  });

  const detailPath = getProcedure.url.replace(':code', '');
  await app.register(readyAnswers, {
    find: (url) => (url.startsWith(detailPath) ? procedures.ready(url.slice(detailPath.length)) : undefined),
    maxAgeSeconds: MAX_AGE_SECONDS,
    corsOrigins: config.CORS_ORIGINS,
  });
  // Before the access policy: preflights are answered for everybody.
  await app.register(cors, {
    origin: config.CORS_ORIGINS,
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'tus-resumable',
      'upload-length',
      'upload-metadata',
      'upload-offset',
    ],
    exposedHeaders: ['etag', 'location', 'retry-after', 'idempotency-replayed', 'tus-resumable', 'upload-offset', 'upload-length'],
    maxAge: 600,
    preflightContinue: false,
    strictPreflight: false,
  });
  await app.register(access, { authenticate: (request) => identity.actorOf(readAccessToken(app as unknown as FastifyInstance, request)) });
  await app.register(problemDetails, { log });
  // After access: a citizen is counted as a person, wherever they are; an address is shared by many phones, so its limit is wide.
  await app.register(rateLimit, {
    timeWindow: '1 minute',
    keyGenerator: (request) => request.citizen?.id ?? request.ip,
    max: (request: FastifyRequest) => (request.citizen ? config.REQUESTS_PER_MINUTE_CITIZEN : config.REQUESTS_PER_MINUTE_ADDRESS),
    allowList: (request) => request.routeOptions.config.access?.who === 'hook',
    cache: 50_000,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, context) =>
      new AppError('too-many-requests', 'limited', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  if (config.isDevelopment) {
    await app.register(swagger, {
      openapi: { openapi: '3.1.0', info: { title: 'Tây Ninh Smart', version: '1' } },
      transform: jsonSchemaTransform,
    });
    app.route({
      method: 'GET',
      url: '/openapi.json',
      config: { access: PUBLIC },
      schema: { hide: true } as never,
      handler: async () => app.swagger(),
    });
  }
  // A plain callback: an async hook would cost a promise on every answer.
  app.addHook('onSend', (request, reply, payload, done) => {
    const ownPolicy = reply.getHeader('content-security-policy'); // of the one page that we serve
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    if (ownPolicy) reply.header('content-security-policy', ownPolicy);
    done(null, payload);
  });

  await app.register(identityRoutes, { identity });
  await app.register(identityLinkRoutes, { links: identityLinks });
  await app.register(procedureRoutes, { procedures, common, showsSamples: config.isDevelopment });
  await app.register(promiseDateRoutes, { promiseDates });
  await app.register(placeRoutes, { places, location });
  await app.register(checklistRoutes, { checklists });
  await app.register(authorisationRoutes, { authorisations });
  await app.register(dossierRoutes, { dossiers, drafts, suggestions, atCounter, actingFor });
  await app.register(receiptRoutes, { receipts, issueTicket: downloads.issue });
  await app.register(handoffRoutes, { handoffs, actingFor });
  await app.register(actRoutes, { acts, actingFor });
  await app.register(deliveryRoutes, { deliveries, actingFor });
  await app.register(resultRoutes, { results, actingFor, issueTicket: downloads.issue });
  await app.register(downloadRoutes, {
    downloads,
    sessionOf: (request) => (request.headers.authorization ? readAccessToken(app as unknown as FastifyInstance, request).sid : null),
  });
  await app.register(statusRoutes, { status });
  await app.register(trackingRoutes, { tracking });
  await app.register(notificationRoutes, { repository: notificationRepository });
  await app.register(uploadRoutes, { uploads, corsOrigins: config.CORS_ORIGINS });
  await app.register(paymentRoutes, { payments, actingFor });
  await app.register(paymentHooks, { providers, work: paymentWork, count: (labels) => notices.inc(labels) });
  await app.register(provinceHooks, { repository: dossierRepository, handoffs, secret: config.ONE_GATE_WEBHOOK_SECRET });
  let hasSaid = nationalSession !== null;
  const sayOnceWhatIsNotConnected = async () => {
    if (hasSaid) return;
    hasSaid = true;
    if (await procedureRepository.hasRoute('national'))
      log.error(
        { system: 'national' },
        'procedures are filed by the national adapter, but NATIONAL_PORTAL_URL is not set: their dossiers wait',
      );
  };
  const isReady = async () => {
    await database.sql`select 1`;
    await Promise.all([procedures.warmUp(), places.warmUp()]);
    await sayOnceWhatIsNotConnected();
    return true;
  };
  registerHealth(app as unknown as FastifyInstance, isReady);

  const sync = nationalSession
    ? procedureJobs(
        createNationalPortal(nationalSession),
        createCatalogueImport({ repository: createCatalogueRepository(database.sql) }),
        ({ counts }) => log.info({ system: 'national', operation: 'catalogue-sync', count: counts.versions }, 'catalogue synchronised'),
      )
    : {};
  const jobs: Record<string, JobHandler> = {
    ...dossierJobs(
      filing,
      actSending,
      createDurationService({ repository: createDurationRepository(database), workingTime: promiseDateRepository.workingTime }),
    ),
    ...paymentJobs(payments),
    ...resultJobs(results),
    ...deliveryJobs(deliveries),
    ...sync,
    'procedure-use': common.recount,
    ...searchMissJobs(procedures.forgetOldMisses),
    deliver: ({ messageId }) => notifications.deliver(String(messageId)),
  };
  const crons = [...(config.nationalPortal ? procedureCrons : []), procedureUseCron, expiryCron, ...searchMissCrons, ...dossierCrons];
  const sweeps = {
    ...dossierSweeps(filing, { dossiers: dossierRepository, acts: actRepository, drafts: draftRepository, handoffs }, config.POLL_EVERY_MS),
    ...paymentSweeps(payments),
    ...resultSweeps(results),
    ...deliverySweeps(deliveries),
    'downloads-over': () => downloads.sweep(),
    'deliveries-stranded': () => notificationRepository.sweep(),
    'identity-links-over': () => linkRepository.sweep(),
    'tracking-budgets-over': () => trackingRepository.sweep(),
    'uploads-expired': () => uploads.sweep(),
  };
  app.addHook('onClose', async () => {
    await procedures.close();
    await outcomes.write();
    await Promise.all([database.close(), ...Object.values(upstreams).map((upstream) => upstream.close())]);
  });
  return { app, jobs, crons, sweeps, isReady, log, metrics: [notices] };
}

function nationalLogin(settings: NonNullable<Config['nationalLogin']>, upstream: Upstream, timeoutMs: number): NationalLogin {
  const { clientId, clientSecret, redirectUri, url } = settings;
  const common = { upstream, clientId, clientSecret, redirectUri, timeoutMs };
  return settings.kind === 'federated'
    ? createFederatedLogin({ ...common, issuer: url })
    : createVneidLogin({ ...common, baseUrl: url, decryptionKey: settings.decryptionKey });
}

/** Unique among all processes (96 random bits and a count), at no cost for each request; nothing is proven by one. */
function requestIds(): () => string {
  const process = randomBytes(12).toString('base64url');
  let count = 0;
  return () => `${process}-${(count++).toString(36)}`;
}
