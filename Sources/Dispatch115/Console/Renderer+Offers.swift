// What is said of offers to stations: asked, answered, fallen silent, withdrawn.

extension Renderer {
    /// The event in one line without its number.
    func what(_ offer: OfferEvent, _ event: Event, _ centre: Centre) -> String {
        switch offer {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ offer: OfferEvent, _ centre: Centre) -> [String] {
        switch offer {}
    }

    func why(_ rejection: OfferRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: OfferRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
