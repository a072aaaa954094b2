import Foundation
import FoundationXML

/// What a reader that shares no code with the writers finds in a message: per kind of bed, in the words of the
/// message's own standard.
struct ReadFigures: Equatable, CustomStringConvertible {
    var installed: Int?
    var reported: Int?
    var inbound: Int?
    var available: Int?

    var description: String {
        "installed \(installed as Any) reported \(reported as Any) inbound \(inbound as Any) "
            + "available \(available as Any)"
    }
}

enum CapacityReaders {
    struct Unreadable: Error {
        let what: String
    }

    static func object(_ bytes: [UInt8]) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw Unreadable(what: "no object")
        }
        return object
    }

    static func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

    static func code(_ concept: Any?, _ systemEnd: String) -> String? {
        objects((concept as? [String: Any])?["coding"])
            .first { ($0["system"] as? String)?.hasSuffix(systemEnd) == true }?["code"] as? String
    }

    /// Active wards among Locations: bed kind to figures.
    static func fhir(_ resources: [[UInt8]]) throws -> [String: ReadFigures] {
        var found: [String: ReadFigures] = [:]
        for bytes in resources {
            let location = try object(bytes)
            guard location["resourceType"] as? String == "Location",
                location["status"] as? String == "active",
                let kind = code(objects(location["type"]).first, "/bed-kind")
            else { continue }
            var figures = ReadFigures()
            for outer in objects(location["extension"]) {
                guard (outer["url"] as? String)?.hasSuffix("/supported-capacity") == true else { continue }
                var parts: [String: [String: Any]] = [:]
                for part in objects(outer["extension"]) { parts[part["url"] as? String ?? ""] = part }
                guard code(parts["capacityType"]?["valueCodeableConcept"], "/bed-kind") == kind else {
                    continue
                }
                let number = parts["nbCapacity"]?["valueInteger"] as? Int
                switch parts["capacityStatus"]?["valueCode"] as? String {
                case "installed": figures.installed = number
                case "reported": figures.reported = number
                case "reserved": figures.inbound = number
                case "available": figures.available = number
                default: throw Unreadable(what: "another capacityStatus")
                }
            }
            found[kind] = figures
        }
        return found
    }

    static func measureReport(_ bytes: [UInt8]) throws -> [String: ReadFigures] {
        var found: [String: ReadFigures] = [:]
        for group in objects(try object(bytes)["group"]) {
            guard let kind = code(group["code"], "/bed-kind") else { throw Unreadable(what: "a group") }
            var figures = ReadFigures()
            for population in objects(group["population"]) {
                let count = population["count"] as? Int
                switch code(population["code"], "/capacity-population") {
                case "installed": figures.installed = count
                case "reported": figures.reported = count
                case "reserved": figures.inbound = count
                case "available": figures.available = count
                case "occupied": break
                default: throw Unreadable(what: "another population")
                }
            }
            found[kind] = figures
        }
        return found
    }

    /// Of each hospital by its id: HAVE's bed type (or sub-category) to figures.
    static func have(_ bytes: [UInt8]) throws -> [String: [String: ReadFigures]] {
        let reader = HaveReader()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = reader
        guard parser.parse() else { throw Unreadable(what: "\(parser.parserError as Any)") }
        return reader.hospitals
    }
}

private final class HaveReader: NSObject, XMLParserDelegate {
    var hospitals: [String: [String: ReadFigures]] = [:]
    private var hospital = ""
    private var type = ""
    private var figures = ReadFigures()
    private var path: [String] = []
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        path.append(name)
        text = ""
        if name == "xnl:OrganisationName" {
            hospital = attributes["xnl:OrganisationID"] ?? ""
            hospitals[hospital] = [:]
        }
        if name == "have:BedCapacity" { figures = ReadFigures() }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        switch name {
        case "have:BedType", "have:SubCategoryBedType": type = text
        case "have:AvailableCount": figures.available = Int(text)
        case "have:BaselineCount": figures.installed = Int(text)
        case "have:CommentText" where path.dropLast().last == "have:BedCapacity":
            for word in text.split(separator: " ") {
                let pair = word.split(separator: "=").map(String.init)
                if pair.first == "reported" { figures.reported = Int(pair[1]) }
                if pair.first == "inbound" { figures.inbound = Int(pair[1]) }
                // What the comment says must be what the element says.
                if pair.first == "effective", Int(pair[1]) != figures.available { figures.available = -1 }
            }
        case "have:BedCapacity": hospitals[hospital]?[type] = figures
        default: break
        }
        path.removeLast()
        text = ""
    }
}
