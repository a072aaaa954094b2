// What the centre has to tell, as documents: the one place where the fold, the destinations and the messages meet.

extension PublishingContent {
    init(_ configuration: Configuration, engine: Engine) {
        self.init(
            hospitals: { _ in [] }, documents: { _, _, _, _ in .moot })
    }
}
