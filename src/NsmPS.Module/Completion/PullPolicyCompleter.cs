namespace NsmPS.Completion;

/// <summary>Completes image pull policies. A completer and no ValidateSet, so that a
/// wrong value meets the library's own error id.</summary>
internal sealed class PullPolicyCompleter : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
    [
        new("Always", "Pull at every start of a container"),
        new("IfNotPresent", "Pull when the node does not have the image"),
        new("Never", "Use only images that are on the node"),
    ];
}
