import { getProcedure } from '@tayninh/shared/features/procedures/procedures.contract';
import type { FastifyInstance } from 'fastify';
import { Counter } from 'prom-client';
import { createChannelsSide } from './channels-side.ts';
import type { Config } from './config.ts';
import { createFileChecker } from './connectors/file-checker/file-checker.ts';
import { createNationalPortal } from './connectors/national-portal/national-portal.ts';
import { consoleFacts } from './console-facts.ts';
import { guardConsole, serveConsole } from './console-http.ts';
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
import { createClearance, createStepUp, levelTooLow } from './features/identity/clearance.ts';
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
import { createPreferenceRepository } from './features/notifications/preferences.repository.ts';
import { preferenceRoutes } from './features/notifications/preferences.routes.ts';
import { createPreferenceService } from './features/notifications/preferences.service.ts';
import { createRealMessageRepository } from './features/notifications/real-messages.repository.ts';
import { realMessageRoutes } from './features/notifications/real-messages.routes.ts';
import { paymentHooks } from './features/payments/payment-hooks.routes.ts';
import { createPaymentWorkRepository } from './features/payments/payment-work.repository.ts';
import { paymentJobs, paymentSweeps } from './features/payments/payments.jobs.ts';
import { createPaymentRepository } from './features/payments/payments.repository.ts';
import { paymentRoutes } from './features/payments/payments.routes.ts';
import { createPaymentService } from './features/payments/payments.service.ts';
import { pickupCron, pickupJobs, pickupSweeps } from './features/pickups/pickups.jobs.ts';
import { createPickupRepository } from './features/pickups/pickups.repository.ts';
import { pickupRoutes } from './features/pickups/pickups.routes.ts';
import { createPickupService } from './features/pickups/pickups.service.ts';
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
import { createStaffRepository } from './features/staff/staff.repository.ts';
import { staffGate, staffRoutes } from './features/staff/staff.routes.ts';
import { createStaffService } from './features/staff/staff.service.ts';
import { createOutcomes } from './features/status/outcomes.ts';
import { createStatusRepository } from './features/status/status.repository.ts';
import { statusRoutes } from './features/status/status.routes.ts';
import { createStatusService } from './features/status/status.service.ts';
import { createStoredPaperRepository } from './features/stored-papers/stored-papers.repository.ts';
import { storedPaperRoutes } from './features/stored-papers/stored-papers.routes.ts';
import { createStoredPaperService } from './features/stored-papers/stored-papers.service.ts';
import { type Budget, createTrackingRepository } from './features/tracking/tracking.repository.ts';
import { trackingRoutes } from './features/tracking/tracking.routes.ts';
import { createTrackingService } from './features/tracking/tracking.service.ts';
import { createFileChecks } from './features/uploads/file-checks.service.ts';
import { createScannerWatch } from './features/uploads/scanner-watch.ts';
import { createSealedUploads } from './features/uploads/sealed-uploads.ts';
import { createUploadRepository } from './features/uploads/uploads.repository.ts';
import { uploadRoutes } from './features/uploads/uploads.routes.ts';
import { createUploadService } from './features/uploads/uploads.service.ts';
import { createHttp, guardHttp } from './http.ts';
import { createNotificationsSide } from './notifications-side.ts';
import { connectOutside } from './outside.ts';
import type { CitizenScope } from './platform/access.ts';
import { createActingFor } from './platform/acting-for.ts';
import { AppError } from './platform/app-error.ts';
import { openDatabase } from './platform/database.ts';
import { createBlindIndex, createEncryption } from './platform/encryption.ts';
import { registerHealth } from './platform/health.ts';
import type { JobHandler } from './platform/jobs.ts';
import { createLogger } from './platform/logging.ts';

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
  const status = createStatusService({ repository: statusRepository });

  const outside = connectOutside(config, outcomes.observe);
  const { oneGate, igate } = outside;
  const app = createHttp(config);
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
    graph: outside.zaloGraph,
    repository: identityRepository,
    encryption,
    signAccessToken: signAccessToken(app as unknown as FastifyInstance),
    identityLinks: { isOffered: config.nationalLogin !== null, find: linkRepository.find },
    offersStoredPapers: outside.documentStore !== null,
  });
  const stepUp = createStepUp({
    proven: linkRepository.proven,
    levelOf: async (sessionId) => (await identityRepository.findSession(sessionId))?.level ?? 0,
  });
  const storedPaperRepository = createStoredPaperRepository({ database, encryption });
  const counterRepository = createCounterDossierRepository({ database, encryption });
  const identityLinks = createIdentityLinkService({
    repository: linkRepository,
    login: outside.nationalLogin,
    confirmAccount: identity.confirmAccount,
    forgetSessions: identity.forgetSessions,
    onUnlinked: async (scope) => {
      await Promise.all([counterRepository.forget(scope), storedPaperRepository.forget(scope)]);
    },
    openMs: config.IDENTITY_LINK_OPEN_MS,
  });

  const procedureRepository = createProcedureRepository(database);
  const procedures = createProcedureService({ repository: procedureRepository });
  const connectorOf: ConnectorOf = async ({ procedureCode, procedureVersionNo }) =>
    outside.filing[await procedureRepository.filingRoute(procedureCode, procedureVersionNo)];
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
    positionOf: outside.zaloGraph.location,
    whereIs: places.whereIs,
  });
  const checklists = createChecklistService({
    repository: createChecklistRepository(database),
    record: procedures.detail,
    promiseOf: (wanted) => promiseDates.computeIfKnown({ ...wanted, pauses: [] }),
    officesOf: places.receptions,
  });
  const uploadRepository = createUploadRepository(database);
  const sealedUploads = createSealedUploads({ encryption, directory: config.FILE_STORE_DIR });
  const scanner = createScannerWatch({ clamd: outside.clamd, retryMs: config.RETRY_BASE_MS });
  const fileChecks = createFileChecks({
    repository: uploadRepository,
    files: sealedUploads,
    scan: scanner.scan,
    checker: createFileChecker(),
    times: { leaseMs: config.LEASE_MS, retryMs: config.RETRY_BASE_MS },
  });
  const uploads = createUploadService({
    repository: uploadRepository,
    encryption,
    files: sealedUploads,
    directory: config.FILE_STORE_DIR,
    verdictOn: fileChecks.verdict,
  });
  const filesToSend = { verdict: fileChecks.verdict, read: uploads.read };
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
  const channelsSide = createChannelsSide({
    config,
    database,
    encryption,
    index: index(config.BLIND_INDEX_OA_USER_ID_KEY, 'webhook-person'),
    outside,
    citizensByZaloIds: identityRepository.citizensByZaloIds,
    alarm: (what, fields) => log.error({ system: 'zalo', ...fields }, what),
  });
  const notificationRepository = createNotificationRepository(database);
  const realMessages = createRealMessageRepository(database);
  const preferenceRepository = createPreferenceRepository(database);
  const notifications = createNotificationService({
    repository: notificationRepository,
    channels: channelsSide.channels,
    names,
    recipient: (scope) => identityRepository.findCitizen(scope),
    choices: preferenceRepository.find,
    remember: realMessages.remember,
    watchersOf: authorisations.watchersOf,
    noteRefusal: (refusal) => channelsSide.reach.noteRefusals([refusal]),
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
      stepUp,
      identityOf: linkRepository.find,
      nameOnPaper: authorisations.nameOnPaper,
      noteQuery: linkRepository.noteQuery,
      population: outside.population,
      spend,
    }),
    describeBehalf: authorisations.describeDossiers,
    standing: createStandingService({ repository: createStandingRepository(database), province: status.province }),
    staleAfterMs: config.POLL_EVERY_MS * 3,
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
    print: { receipt: receipts.printForTicket, calendar: notificationRepository.printCalendarEntry },
    isSessionAlive: identity.isAlive,
    stepUp,
  });
  const results = createResultService({
    repository: resultRepository,
    files: uploads,
    oneGate,
    anchors: readAnchors(config.RESULT_TRUST_ANCHORS),
    clear: downloads.clear,
    names,
    times: {
      leaseMs: config.LEASE_MS,
      retryBaseMs: config.RETRY_BASE_MS,
      retryMaxMs: config.RETRY_MAX_MS,
      giveUpMs: config.GIVE_UP_MS,
    },
  });
  const deliveries = createDeliveryService({
    repository: createDeliveryRepository({ database, encryption, tell: actRepository.tellDelivery }),
    isTold: async (dossierId) => (await connectorOf(await actRepository.dossierOf(dossierId))).takesActs,
    post: outside.post,
    convert: places.read,
    times: { leaseMs: config.LEASE_MS, retryBaseMs: config.RETRY_BASE_MS, retryMaxMs: config.RETRY_MAX_MS },
  });
  const ownNumber = async (scope: CitizenScope, sessionId: string) => {
    const own = await linkRepository.proven(scope, sessionId);
    if (!own) throw levelTooLow();
    return own;
  };
  const atCounter = createCounterDossierService({ repository: counterRepository, oneGate, ownNumber, names });
  const storedPapers = createStoredPaperService({
    repository: storedPaperRepository,
    store: outside.documentStore,
    ownNumber,
    files: uploads,
    issueTicket: downloads.issue,
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
    files: { ...filesToSend, describe: uploads.describe },
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
    files: filesToSend,
    connectorOf,
    oneGate,
    nameOf: async (code) => (await names(code)).name,
    secondSource: igate,
    times: sendingTimes,
    behalfOf: authorisations.toldToProvince,
    onAnswers: (row, answers) => tracking.remember(row.id, answers),
  });
  const pickups = createPickupService({
    repository: createPickupRepository({ database, announce: notifications.announce }),
    numbers: oneGate.numbers,
    capabilities: oneGate.capabilities,
    officeOf: places.office,
    calendar: async () => (await promiseDateRepository.workingTime()).calendar,
    takesActs: async (row) => (await connectorOf(row)).takesActs,
    times: sendingTimes,
  });
  const actSending = createActSending({ acts: actRepository, files: filesToSend, connectorOf, oneGate, times: sendingTimes });

  const payments = createPaymentService({
    repository: paymentRepository,
    work: paymentWork,
    providers: outside.paymentProviders,
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
  await guardHttp(app, {
    config,
    log,
    authenticate: (request) => identity.actorOf(readAccessToken(app as unknown as FastifyInstance, request)),
    ready: {
      find: (url) => (url.startsWith(detailPath) ? procedures.ready(url.slice(detailPath.length)) : undefined),
      maxAgeSeconds: MAX_AGE_SECONDS,
    },
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
  await app.register(pickupRoutes, { pickups, actingFor });
  await app.register(storedPaperRoutes, { storedPapers });
  await app.register(resultRoutes, { results, actingFor, issueTicket: downloads.issue });
  await app.register(downloadRoutes, {
    downloads,
    sessionOf: (request) => (request.headers.authorization ? readAccessToken(app as unknown as FastifyInstance, request).sid : null),
  });
  await app.register(statusRoutes, { status });
  await app.register(trackingRoutes, { tracking });
  await app.register(notificationRoutes, { repository: notificationRepository, issueTicket: downloads.issue });
  await app.register(realMessageRoutes, { repository: realMessages, spend });
  await app.register(preferenceRoutes, {
    preferences: createPreferenceService({
      repository: preferenceRepository,
      isCommune: places.isCommune,
    }),
  });
  await app.register(uploadRoutes, { uploads, corsOrigins: config.CORS_ORIGINS });
  await app.register(paymentRoutes, { payments, actingFor });
  await app.register(paymentHooks, { providers: outside.paymentProviders, work: paymentWork, count: (labels) => notices.inc(labels) });
  await app.register(provinceHooks, { repository: dossierRepository, handoffs, secret: config.ONE_GATE_WEBHOOK_SECRET });
  const notificationsSide = createNotificationsSide({
    database,
    encryption,
    phoneIndex: index(config.BLIND_INDEX_PHONE_KEY, 'phone'),
    recipient: (scope) => identityRepository.findCitizen(scope),
    procedureName: async (code) => (await names(code)).plainName,
    config,
    log,
    channelsSide,
    pushReceipts: notificationRepository.applyReceipts,
    preferences: preferenceRepository,
    zaloTemplates: outside.zaloTemplates,
    alarm: (what, fields) => log.error({ system: 'zalo', ...fields }, what),
  });
  await notificationsSide.routes(app as unknown as FastifyInstance);

  // The console has a server of its own: what is for staff does not exist on the api's, and the other way round (HT-1).
  const staffRepository = createStaffRepository(database);
  const consoleApp = outside.staffLogin && createHttp(config);
  if (consoleApp && outside.staffLogin && config.staffLogin) {
    const staff = createStaffService({ repository: staffRepository, login: outside.staffLogin, isRehearsal: config.isDevelopment });
    await guardConsole(consoleApp, {
      config,
      log,
      authenticateStaff: staffGate({ staff, consoleOrigin: config.staffLogin.consoleOrigin }),
    });
    await consoleApp.register(staffRoutes, { staff });
    await consoleApp.register(consoleFacts, { places, procedures });
    await notificationsSide.staffRoutes(consoleApp);
    await serveConsole(consoleApp, config.CONSOLE_DIR);
  }

  let hasSaid = outside.nationalSession !== null;
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

  const sync = outside.nationalSession
    ? procedureJobs(
        createNationalPortal(outside.nationalSession),
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
    ...pickupJobs(pickups),
    'check-file': ({ fileId }) => fileChecks.check(String(fileId)),
    ...sync,
    'procedure-use': common.recount,
    ...searchMissJobs(procedures.forgetOldMisses),
    deliver: ({ messageId }) => notifications.deliver(String(messageId)),
    ...notificationsSide.jobs,
  };
  const crons = [
    ...(config.nationalPortal ? procedureCrons : []),
    procedureUseCron,
    expiryCron,
    pickupCron,
    ...searchMissCrons,
    ...dossierCrons,
    ...notificationsSide.crons,
  ];
  const sweeps = {
    ...dossierSweeps(filing, { dossiers: dossierRepository, acts: actRepository, drafts: draftRepository, handoffs }, config.POLL_EVERY_MS),
    ...paymentSweeps(payments),
    ...resultSweeps(results),
    ...deliverySweeps(deliveries),
    ...pickupSweeps(pickups),
    'downloads-over': () => downloads.sweep(),
    'deliveries-stranded': () => notificationRepository.sweep(),
    'identity-links-over': () => linkRepository.sweep(),
    'tracking-budgets-over': () => trackingRepository.sweep(),
    'staff-sessions-over': () => staffRepository.sweep(),
    'uploads-expired': () => uploads.sweep(),
    'uploads-unchecked': () => fileChecks.requeue(),
    'virus-scanner': () => scanner.alarm(),
    ...notificationsSide.sweeps,
  };
  app.addHook('onClose', async () => {
    await consoleApp?.close();
    await procedures.close();
    await outcomes.write();
    await Promise.all([database.close(), channelsSide.close(), outside.close()]);
  });
  return {
    app,
    consoleApp,
    jobs,
    crons,
    sweeps,
    background: notificationsSide.background,
    isReady,
    log,
    metrics: [notices, ...channelsSide.metrics],
  };
}
