// Catalogue, people, audit record, security: what of theirs goes over the line. Every line is code, so
// nothing stands here for later.

#include "api-client/contract/codec_ways.hpp"

namespace stadtpult::contract {

STADTPULT_DESCRIBED(Alert)
STADTPULT_DESCRIBED(AlertChange)
STADTPULT_DESCRIBED(AuditCheck)
STADTPULT_DESCRIBED(AuditCheckpoint)
STADTPULT_DESCRIBED(AuditComparison)
STADTPULT_DESCRIBED(AuditConsistency)
STADTPULT_DESCRIBED(AuditErased)
STADTPULT_DESCRIBED(AuditErasure)
STADTPULT_DESCRIBED(AuditExport)
STADTPULT_DESCRIBED(AuditExportLine)
STADTPULT_DESCRIBED(AuditExported)
STADTPULT_DESCRIBED(AuditProof)
STADTPULT_DESCRIBED(AuditRecord)
STADTPULT_DESCRIBED(Block)
STADTPULT_DESCRIBED(Category)
STADTPULT_DESCRIBED(CheckItem)
STADTPULT_DESCRIBED(CheckReport)
STADTPULT_DESCRIBED(DetectionRule)
STADTPULT_DESCRIBED(Device)
STADTPULT_DESCRIBED(DeviceChange)
STADTPULT_DESCRIBED(DiffItem)
STADTPULT_DESCRIBED(EventIntake)
STADTPULT_DESCRIBED(FieldChange)
STADTPULT_DESCRIBED(Finding)
STADTPULT_DESCRIBED(Health)
STADTPULT_DESCRIBED(ImportReport)
STADTPULT_DESCRIBED(ImportRequest)
STADTPULT_DESCRIBED(Incident)
STADTPULT_DESCRIBED(KeptCheckpoint)
STADTPULT_DESCRIBED(Me)
STADTPULT_DESCRIBED(Miniapp)
STADTPULT_DESCRIBED(NewRelease)
STADTPULT_DESCRIBED(Organisation)
STADTPULT_DESCRIBED(PackageFile)
STADTPULT_DESCRIBED(Permission)
STADTPULT_DESCRIBED(PersonalValue)
STADTPULT_DESCRIBED(Presence)
STADTPULT_DESCRIBED(Problem)
STADTPULT_DESCRIBED(ProtectionLayer)
STADTPULT_DESCRIBED(PublicCatalogue)
STADTPULT_DESCRIBED(Reason)
STADTPULT_DESCRIBED(RecordFinding)
STADTPULT_DESCRIBED(Release)
STADTPULT_DESCRIBED(ReleaseChange)
STADTPULT_DESCRIBED(Reveal)
STADTPULT_DESCRIBED(Review)
STADTPULT_DESCRIBED(ReviewChange)
STADTPULT_DESCRIBED(RuleFilter)
STADTPULT_DESCRIBED(SecurityJob)
STADTPULT_DESCRIBED(StreamChange)
STADTPULT_DESCRIBED(TimelineStep)
STADTPULT_DESCRIBED(Version)
STADTPULT_DESCRIBED(VersionChange)

// Columns of their own.
template const detail::ValueWays& detail::ways_of<std::string>();
template const detail::ValueWays& detail::ways_of<LocalizedText>();
template const detail::ValueWays& detail::ways_of<std::vector<std::string>>();

}  // namespace stadtpult::contract
