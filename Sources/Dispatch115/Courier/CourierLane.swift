// One destination of the courier: its session, its jobs under way, its credentials. All on the courier's queue.
//
// A job's requests go one after the other; the first that does not succeed ends it. A PUT that is answered 412 is
// read again (GET): where what is there is as new as ours nothing is sent, else ours goes with the ETag that was
// read. Each request has a deadline of its own, answer included, and a shorter one for silence.

import Foundation
import FoundationNetworking

final class CourierLane: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    /// One request under way.
    private final class Run {
        enum Purpose { case request, readAgain, rewrite, token }

        let job: CourierJob
        var index = 0
        var purpose = Purpose.request
        var etag: String?
        var hasRenewedToken = false
        // Of the request under way.
        var deadline: Int64 = 0
        var isLate = false
        var isTooLong = false
        var body: [UInt8] = []
        var task: URLSessionDataTask?

        init(_ job: CourierJob) { self.job = job }
        var request: CourierRequest { job.requests[index] }
    }

    private let settings: CourierDestination
    private let answer: (CourierReply) -> Void
    private let credentials: CourierCredentials
    private var session: URLSession?
    private var runs: [Int: Run] = [:]
    /// Those that wait for a token.
    private var waiting: [Run] = []
    private var isFetchingToken = false

    init(_ settings: CourierDestination, _ queue: OperationQueue, answer: @escaping (CourierReply) -> Void) {
        self.settings = settings
        self.answer = answer
        credentials = CourierCredentials(settings.authentication)
        super.init()
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = Double(settings.silenceSeconds)
        configuration.httpMaximumConnectionsPerHost = settings.atOnce
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
    }

    func take(_ job: CourierJob) {
        guard !job.requests.isEmpty else {
            return answer(CourierReply(job: job.number, outcome: .unfit("no request")))
        }
        send(Run(job))
    }

    /// Ends what has taken too long.
    func sweep(_ now: Int64) {
        for run in runs.values where run.deadline <= now && !run.isLate {
            run.isLate = true
            run.task?.cancel()
        }
    }

    // MARK: - Sending

    private func send(_ run: Run) {
        if credentials.needsToken(WallClock.monotonicNanoseconds()) {
            waiting.append(run)
            fetchToken()
            return
        }
        let wanted = run.request
        let method = run.purpose == .readAgain ? "GET" : wanted.method
        let body = run.purpose == .readAgain ? "" : wanted.body
        guard let url = URL(string: wanted.url), let scheme = url.scheme,
            scheme == "http" || scheme == "https",
            url.host != nil
        else { return finish(run, .unfit("no URL: \(wanted.url)")) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue(
            "application/fhir+json, application/json;q=0.9, */*;q=0.1", forHTTPHeaderField: "Accept")
        if !body.isEmpty {
            request.httpBody = Data(body.utf8)
            request.setValue(wanted.type, forHTTPHeaderField: "Content-Type")
        }
        if run.purpose == .rewrite, let etag = run.etag {
            request.setValue(etag, forHTTPHeaderField: "If-Match")
        }
        do {
            let path = CourierLane.path(of: url)
            for header in try credentials.headers(method: method, path: path, body: Array(body.utf8)) {
                request.setValue(header.value, forHTTPHeaderField: header.name)
            }
        } catch {
            return finish(run, .cut("\(error)"))
        }
        start(run, request)
    }

    private func start(_ run: Run, _ request: URLRequest) {
        guard let task = session?.dataTask(with: request) else { return finish(run, .cut("no session")) }
        run.deadline = WallClock.monotonicNanoseconds() + Int64(settings.timeoutSeconds) * 1_000_000_000
        run.isLate = false
        run.isTooLong = false
        run.body = []
        run.task = task
        runs[task.taskIdentifier] = run
        task.resume()
    }

    /// Path and query as they are sent.
    static func path(of url: URL) -> String {
        guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else { return "/" }
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        return parts.percentEncodedQuery.map { path + "?" + $0 } ?? path
    }

    // MARK: - Answers

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let run = runs[dataTask.taskIdentifier], !run.isTooLong else { return }
        guard run.body.count + data.count <= Courier.maximumBodyBytes else {
            run.isTooLong = true
            dataTask.cancel()
            return
        }
        run.body.append(contentsOf: data)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let run = runs.removeValue(forKey: task.taskIdentifier) else { return }
        run.task = nil
        if run.isLate {
            return failed(run, "no whole answer within \(settings.timeoutSeconds) s")
        }
        if run.isTooLong { return failed(run, "the answer has more than \(Courier.maximumBodyBytes) bytes") }
        if let error { return failed(run, CourierWords.of(error, settings)) }
        guard let response = task.response as? HTTPURLResponse else {
            return failed(run, "the answer is no HTTP")
        }
        if run.purpose == .token { return tokenCame(run, response) }
        take(response, run)
    }

    private func take(_ response: HTTPURLResponse, _ run: Run) {
        let status = response.statusCode
        switch (run.purpose, status) {
        case (.readAgain, 200...299): return compare(run, response)
        case (_, 200...299):
            guard run.index + 1 < run.job.requests.count else { break }
            run.index += 1
            run.purpose = .request
            run.etag = nil
            return send(run)
        case (_, 401) where credentials.isRenewable && !run.hasRenewedToken:
            run.hasRenewedToken = true
            credentials.forget()
            return send(run)
        case (.request, 412) where run.request.method == "PUT":
            run.purpose = .readAgain
            return send(run)
        case (.readAgain, 404), (.readAgain, 410):
            // There is nothing to be older than.
            run.purpose = .rewrite
            return send(run)
        default: break
        }
        let words = (200...299).contains(status) ? "" : CourierWords.short(run.body)
        finish(
            run,
            .status(status, retryAfterSeconds: CourierWords.retryAfter(response), words: words))
    }

    /// What is there and what we have: only what is newer goes.
    private func compare(_ run: Run, _ response: HTTPURLResponse) {
        let theirs = DocumentTime.newest(in: run.body)
        let ours = DocumentTime.newest(in: Array(run.request.body.utf8))
        if let theirs, let ours, theirs >= ours {
            guard run.index + 1 < run.job.requests.count else { return finish(run, .superseded) }
            run.index += 1
            run.purpose = .request
            run.etag = nil
            return send(run)
        }
        run.etag = response.value(forHTTPHeaderField: "ETag")
        run.purpose = .rewrite
        send(run)
    }

    private func failed(_ run: Run, _ words: String) {
        guard run.purpose == .token else { return finish(run, .cut(words)) }
        tokenFailed(.cut("token server: " + words))
    }

    private func finish(_ run: Run, _ outcome: CourierReply.Outcome) {
        let body = run.job.keepsBody ? String(decoding: run.body, as: UTF8.self) : ""
        answer(CourierReply(job: run.job.number, outcome: outcome, body: body))
    }

    // MARK: - Tokens

    private func fetchToken() {
        guard !isFetchingToken else { return }
        isFetchingToken = true
        do {
            let asked = try credentials.tokenRequest(nowSeconds: WallClock.wallNanoseconds() / 1_000_000_000)
            guard let url = URL(string: asked.url), url.host != nil else {
                return tokenFailed(.cut("token server: no URL: \(asked.url)"))
            }
            var request = URLRequest(url: url)
            request.httpMethod = asked.method
            request.httpBody = Data(asked.body.utf8)
            request.setValue(asked.type, forHTTPHeaderField: "Content-Type")
            request.setValue("application/json", forHTTPHeaderField: "Accept")
            let run = Run(CourierJob(number: 0, destination: settings.number, requests: [asked]))
            run.purpose = .token
            start(run, request)
        } catch {
            tokenFailed(.cut("\(error)"))
        }
    }

    private func tokenCame(_ run: Run, _ response: HTTPURLResponse) {
        let status = response.statusCode
        guard status == 200 else {
            // 400 and 401 say that the key or the client is not known there: the same as 401 here.
            let outcome: CourierReply.Outcome =
                (400...499).contains(status) && status != 429 && status != 408
                ? .status(
                    401, retryAfterSeconds: 0,
                    words: "token server: HTTP \(status) \(CourierWords.short(run.body))")
                : .status(
                    503, retryAfterSeconds: CourierWords.retryAfter(response),
                    words: "token server: HTTP \(status)")
            return tokenFailed(outcome)
        }
        guard credentials.take(token: run.body, now: WallClock.monotonicNanoseconds()) else {
            return tokenFailed(.cut("token server: its answer holds no token"))
        }
        isFetchingToken = false
        let ready = waiting
        waiting = []
        for run in ready { send(run) }
    }

    private func tokenFailed(_ outcome: CourierReply.Outcome) {
        isFetchingToken = false
        let stuck = waiting
        waiting = []
        for run in stuck { finish(run, outcome) }
    }
}
