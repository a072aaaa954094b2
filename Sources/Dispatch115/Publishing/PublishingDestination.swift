// One of those who are told: where it is, what it wants to be told and how it knows us. As the configuration
// says it; secrets are named by their files only and never stand here.

/// A destination of what is published.
public struct PublishingDestination: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// FHIR R4 over HTTP.
        case fhir
        /// EDXL-HAVE 1.0 over HTTP.
        case have
        /// Files in a folder, one for each hospital.
        case folder
    }

    /// Whose content it gets.
    public enum Module: String, CaseIterable, Sendable {
        /// Capacity of the hospitals, and notices of patients on their way.
        case ehr
        /// Capacity, who can be consulted at a distance, and calls handed over for advice.
        case telehealth
    }

    /// How a message of several resources goes to a FHIR server.
    public enum Style: String, CaseIterable, Sendable {
        /// One request each, in order.
        case resources
        /// One transaction bundle.
        case transaction
    }

    /// How it knows us. Files are of mode 0600 and are read by the courier when they are used.
    public enum Authentication: Equatable, Sendable {
        case none
        case bearer(tokenFile: String)
        /// HMAC-SHA-256 over time, method, path and body.
        case hmac(keyFile: String)
        /// SMART Backend Services: client credentials with a signed assertion.
        case smart(tokenURL: String, clientID: String, keyFile: String)
        /// The integration bus' own four headers (LGSP): each file holds one value.
        case headers([PublishingHeader])
    }

    public var name: String
    public var kind: Kind
    /// http or https without query; for a folder its path.
    public var url: String
    public var module: Module
    public var style = Style.resources
    public var authentication = Authentication.none
    /// A request as a whole, answer included.
    public var timeoutSeconds = 10
    /// Silence of the other end within a request, connecting included.
    public var silenceSeconds = 5
    /// Messages under way at once, each of another subject.
    public var atOnce = 4
    /// The longest wait between two tries.
    public var retryMostSeconds = 60
    /// After so long without an answer somebody is told.
    public var awayAlertSeconds = 60
    /// How often open notices and referrals are asked about.
    public var pollSeconds = 5

    public init(name: String, kind: Kind, url: String, module: Module) {
        self.name = name
        self.kind = kind
        self.url = url
        self.module = module
    }

    /// `url` without a slash at its end.
    public var base: String { url.hasSuffix("/") ? String(url.dropLast()) : url }
}

/// One header whose value stands in a file.
public struct PublishingHeader: Equatable, Sendable {
    public var name: String
    public var file: String

    public init(name: String, file: String) {
        self.name = name
        self.file = file
    }
}
