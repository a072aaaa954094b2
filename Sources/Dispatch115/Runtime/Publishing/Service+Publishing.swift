// Opens publishing: checks what can be checked before anybody is told anything, starts the publisher's thread and
// ties it to the gate and the engine. A destination that does not answer keeps nothing from starting; a secret that
// cannot be read does.

extension Service {
    /// Nil where nothing is published.
    static func openPublishing(
        _ configuration: Configuration, _ world: ServiceWorld, _ centre: CentreStore, _ engine: Engine
    ) throws(ServiceError) -> Publisher? {
        let destinations = configuration.publishing.destinations
        guard !destinations.isEmpty else { return nil }
        for destination in destinations { try check(destination) }
        var courier = CourierLink.Settings(log: nil)
        if let program = world.courierProgram { courier.program = program }
        let seed = SystemRandomBytes().bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let writer = engine.surroundings.writer
        let status = writer.status
        let box = engine.box
        do {
            let publisher = try Publisher(
                Publisher.Settings(
                    destinations: destinations, courier: courier,
                    path: configuration.inDataFolder("outbox.sqlite"), seed: seed),
                following: ResultsWriter.Source(
                    code: configuration.centre.code, journal: writer, snapshots: centre.snapshots,
                    sealer: centre.sealer, keys: centre.keys, rules: rules(configuration)),
                from: JournalHead(sequence: status.head, hash: status.headHash),
                content: PublishingContent(configuration, cards: engine.surroundings.triage.cards) { answer in
                    _ = box.put(.perform { _ = $0.answer(answer) })
                },
                clock: world.clock,
                onDead: { name, subject, why in
                    _ = box.put(.perform { $0.letterDied(name, subject, why) })
                })
            engine.surroundings.gate.whenDurable { publisher.wake(durable: $0) }
            return publisher
        } catch {
            throw ServiceError("publishing: \(error)")
        }
    }

    /// Whether what it names can be read; secrets are looked at, not kept.
    private static func check(_ destination: PublishingDestination) throws(ServiceError) {
        do {
            switch destination.authentication {
            case .none: break
            case .bearer(let file): _ = try SecretFile.line(file)
            case .hmac(let file): _ = try SecretFile.read(file)
            case .smart(_, _, let file):
                do { _ = try SigningKey(pem: try SecretFile.read(file)) } catch let error as SigningKeyError {
                    throw ServiceError("publishing: \(destination.name): \(file): \(error)")
                }
            case .headers(let headers):
                for header in headers { _ = try SecretFile.line(header.file) }
            }
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError("publishing: \(destination.name): \(error)")
        }
    }
}
