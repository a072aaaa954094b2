// Rows of offers in a snapshot, and what stations and incidents remember of them.

extension CentreCodec {
    static func put(_ offer: Offer, _ out: inout FieldWriter) {
        out.put(offer.incident)
        out.put(offer.station)
        out.put(offer.state)
        out.put(offer.isChosen)
        out.put(offer.askedAt)
        out.put(offer.expiresAt)
        out.put(offer.answeredAt)
        out.put(offer.reason?.rawValue ?? 0)
        out.put(offer.busyUntil)
        out.put(offer.isByPhone)
        out.put(offer.unit)
        out.put(offer.assignment)
        out.put(offer.words)
        out.put(offer.next)
    }

    static func offer(_ reader: inout FieldReader) throws(CodecError) -> Offer {
        var offer = Offer(incident: try reader.id(), station: try reader.id())
        offer.state = try reader.choice()
        offer.isChosen = try reader.flag()
        offer.askedAt = try reader.time()
        offer.expiresAt = try reader.time()
        offer.answeredAt = try reader.time()
        offer.reason = DeclineReason(rawValue: try reader.get())
        offer.busyUntil = try reader.time()
        offer.isByPhone = try reader.flag()
        offer.unit = try reader.id()
        offer.assignment = try reader.id()
        offer.words = try reader.id()
        offer.next = try reader.id()
        return offer
    }

    static func put(_ offers: StationOffers, _ out: inout FieldWriter) {
        out.put(offers.asked)
        out.put(offers.accepted)
        out.put(offers.silent)
        for reason in DeclineReason.allCases { out.put(offers.declined[reason]) }
        out.put(offers.busyUntil)
        out.put(offers.busySince)
    }

    static func stationOffers(_ reader: inout FieldReader) throws(CodecError) -> StationOffers {
        var offers = StationOffers()
        offers.asked = try reader.get()
        offers.accepted = try reader.get()
        offers.silent = try reader.get()
        for reason in DeclineReason.allCases { offers.declined[reason] = try reader.get() }
        offers.busyUntil = try reader.time()
        offers.busySince = try reader.time()
        return offers
    }
}
