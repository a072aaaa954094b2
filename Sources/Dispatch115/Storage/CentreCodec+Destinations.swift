// What was last proposed for a patient, in a snapshot.

extension CentreCodec {
    static func put(_ proposal: PatientProposal, _ out: inout FieldWriter) {
        out.put(proposal.hospital)
        out.put(proposal.sequence)
        out.put(proposal.at)
        out.put(proposal.standing)
        out.put(proposal.need)
    }

    static func patientProposal(_ reader: inout FieldReader) throws(CodecError) -> PatientProposal {
        var proposal = PatientProposal()
        proposal.hospital = try reader.id()
        proposal.sequence = try reader.get()
        proposal.at = try reader.time()
        proposal.standing = try reader.choice()
        proposal.need = try reader.hospitalNeed()
        return proposal
    }
}
