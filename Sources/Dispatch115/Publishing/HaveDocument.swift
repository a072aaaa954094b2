// Hospitals as one EDXL-HAVE 1.0 document. HAVE fixes the order of elements; what is not known is left out, counts
// are never negative, texts are escaped, times have their zone. AvailableCount is what is still to be had (reported
// less inbound); the comment beside it says all three. Linear; about 2 kB a hospital with all kinds of beds.

extension CapacityDocuments {
    /// From how many minutes on unloading an ambulance counts as delayed.
    static let delayedFromMinutes: Int32 = 20

    /// UTF-8. HAVE wants at least one hospital: nil where there is none.
    public static func have(of faces: [HospitalFace], for context: PublishingContext) -> [UInt8]? {
        guard !faces.isEmpty else { return nil }
        var document = HaveWriter()
        for face in faces { document.hospital(face, context) }
        return document.finish()
    }
}

private struct HaveWriter {
    private var text = """
        <?xml version="1.0" encoding="UTF-8"?>
        <have:HospitalStatus xmlns:have="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"
          xmlns:xpil="urn:oasis:names:tc:ciq:xpil:3" xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3"
          xmlns:gml="http://www.opengis.net/gml">

        """
    private var depth = 1

    mutating func finish() -> [UInt8] {
        text += "</have:HospitalStatus>\n"
        return Array(text.utf8)
    }

    mutating func hospital(_ face: HospitalFace, _ context: PublishingContext) {
        element("have:Hospital") { document in
            document.organization(face, context)
            document.emergencyDepartment(face, context)
            document.beds(BedFigures.all(of: face), context)
            document.services(face.capabilities)
            document.leaf(
                "have:LastUpdateTime",
                PublishedText.dateTime(BedFigures.moment(of: face), context.zoneOffsetSeconds))
        }
    }

    private mutating func organization(_ face: HospitalFace, _ context: PublishingContext) {
        let key = CapacityDocuments.key(face)
        let hasCode = FacilityCode.isOne(face.facilityCode)
        let id = hasCode ? face.facilityCode : CapacityDocuments.organizationKey(face, context).id
        let system = hasCode ? FHIR.providerCode : context.names("hospital-number")
        element("have:Organization") { document in
            document.element("have:OrganizationInformation") { document in
                let attributes =
                    " xnl:OrganisationID=\"\(PublishedText.xml(id))\""
                    + " xnl:OrganisationIDType=\"\(PublishedText.xml(system))\""
                document.element("xnl:OrganisationName", attributes) { document in
                    document.leaf("xnl:NameElement", CapacityDocuments.name(face))
                }
            }
            document.element("have:OrganizationGeoLocation") { document in
                document.element("gml:Point", " gml:id=\"p\(key)\"") { document in
                    document.leaf(
                        "gml:pos",
                        PublishedText.degrees(face.coordinate.latitudeE7) + " "
                            + PublishedText.degrees(face.coordinate.longitudeE7))
                }
            }
        }
    }

    private mutating func emergencyDepartment(_ face: HospitalFace, _ context: PublishingContext) {
        let minutes = HaveWriter.count(face.offloadMinutes)
        let places = [("Red", face.redPlaces), ("Yellow", face.yellowPlaces)]
            .compactMap { name, number in HaveWriter.count(number).map { (name, $0) } }
        guard face.diversion.asOf.isSet || minutes != nil || !places.isEmpty else { return }
        element("have:EmergencyDepartmentStatus") { document in
            document.traffic(face.diversion, context)
            if !places.isEmpty {
                document.element("have:EMSCapacity") { document in
                    for (name, number) in places {
                        document.element("have:TriageCode") { document in
                            document.leaf("have:TriageCodeValue", name)
                            document.leaf("have:TriageCountQuantity", number)
                        }
                    }
                }
            }
            if let minutes {
                document.element("have:EMSAmbulanceStatus") { document in
                    let isDelayed = minutes >= CapacityDocuments.delayedFromMinutes
                    document.leaf("have:EMSOffloadStatus", isDelayed ? "Delayed" : "Normal")
                    document.leaf("have:EMSOffloadMinutes", minutes)
                }
            }
        }
    }

    private mutating func traffic(_ diversion: DiversionFace, _ context: PublishingContext) {
        guard diversion.asOf.isSet else { return }
        element("have:EMSTraffic") { document in
            document.leaf("have:EMSTrafficStatus", diversion.status.published.have)
            document.leaf("have:EMSTrafficReason", PublishedText.line(diversion.reason))
            document.leaf(
                "have:CommentText", HaveWriter.moments(diversion.asOf, diversion.validUntil, context))
        }
    }

    private mutating func beds(_ figures: [BedFigures], _ context: PublishingContext) {
        guard !figures.isEmpty else { return }
        element("have:HospitalBedCapacityStatus") { document in
            for bed in figures {
                document.element("have:BedCapacity") { document in
                    let (type, subCategory) = bed.kind.haveType
                    document.leaf("have:BedType", type)
                    document.leaf("have:SubCategoryBedType", subCategory)
                    document.capacity(bed, isSubCategory: subCategory != nil)
                    document.leaf("have:CommentText", HaveWriter.comment(bed, context))
                }
            }
        }
    }

    private mutating func capacity(_ bed: BedFigures, isSubCategory: Bool) {
        guard bed.effective != nil || bed.baseline != nil else { return }
        element("have:Capacity") { document in
            if let effective = bed.effective {
                // HAVE forbids NotAvailable where a sub-category is named.
                let status = effective > 0 ? "Vacant/Available" : isSubCategory ? nil : "NotAvailable"
                document.leaf("have:CapacityStatus", status)
                document.leaf("have:AvailableCount", effective)
            }
            document.leaf("have:BaselineCount", bed.baseline)
        }
    }

    private mutating func services(_ capabilities: HospitalCapabilities) {
        guard !capabilities.isEmpty else { return }
        element("have:ServiceCoverageStatus") { document in
            func leaf(_ capability: HospitalCapabilities, _ path: String...) {
                guard !capabilities.isDisjoint(with: capability) else { return }
                document.path(path[...])
            }
            leaf(.burns, "Burn")
            leaf(.pci, "CardiologyIndicator", "CardiologySubType", "CardiologyInvasive")
            leaf(.dialysis, "Dialysis")
            leaf(.emergencyDepartment, "EmergencyDepartment")
            leaf(.isolation, "InfectiousDisease")
            leaf(.neonatalICU, "Neonatology")
            leaf(.stroke, "NeurologyIndicator", "Neurology")
            leaf(.obstetrics, "OBGYNIndicator", "OBGYNSubType", "OBGYNWithLaborDelivery")
            leaf([.pediatrics, .pediatricICU], "Pediatrics")
            leaf(.psychiatry, "PsychiatricIndicator", "Psychiatric")
            leaf(.trauma, "TraumaCenterServicesIndicator", "TraumaCenterServices")
            let codes = HospitalCapabilities.published.filter { capabilities.contains($0.capability) }
                .map(\.name.code)
            if !codes.isEmpty {
                document.leaf("have:CommentText", "capabilities=" + codes.joined(separator: ","))
            }
        }
    }

    // MARK: - Comments that programs can read: name=value, one blank between

    private static func comment(_ bed: BedFigures, _ context: PublishingContext) -> String {
        func shown(_ number: Int32?) -> String { number.map { "\($0)" } ?? "unknown" }
        return "kind=\(bed.kind.published.code) reported=\(shown(bed.reported)) inbound=\(bed.inbound)"
            + " effective=\(shown(bed.effective)) "
            + moments(bed.reported == nil ? .none : bed.reportedAt, bed.validUntil, context)
    }

    private static func moments(_ asOf: Timestamp, _ until: Timestamp, _ context: PublishingContext)
        -> String
    {
        func shown(_ moment: Timestamp, _ otherwise: String) -> String {
            PublishedText.dateTime(moment, context.zoneOffsetSeconds) ?? otherwise
        }
        return "asOf=\(shown(asOf, "unknown")) validUntil=\(shown(until, "open"))"
    }

    private static func count(_ number: Int32?) -> Int32? { number.flatMap { $0 < 0 ? nil : $0 } }

    // MARK: - Elements

    private mutating func element(
        _ name: String, _ attributes: String = "", _ content: (inout HaveWriter) -> Void
    ) {
        indent()
        text += "<\(name)\(attributes)>\n"
        depth += 1
        content(&self)
        depth -= 1
        indent()
        text += "</\(name)>\n"
    }

    /// Nothing where there is no value.
    private mutating func leaf(_ name: String, _ value: String?) {
        guard let value else { return }
        indent()
        text += "<\(name)>\(PublishedText.xml(value))</\(name)>\n"
    }

    private mutating func leaf(_ name: String, _ value: Int32?) {
        guard let value else { return }
        leaf(name, "\(value)")
    }

    /// Elements within each other, the innermost true.
    private mutating func path(_ names: ArraySlice<String>) {
        guard let first = names.first else { return }
        if names.count == 1 { return leaf("have:" + first, "true") }
        element("have:" + first) { $0.path(names.dropFirst()) }
    }

    private mutating func indent() { text += String(repeating: "  ", count: depth) }
}
