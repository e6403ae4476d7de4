namespace NsmPS.Completion;

/// <summary>Completes the ids of the error catalogue.</summary>
internal sealed class ErrorIdCompleter : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        NsmErrors.All.Values.Select(error => new Candidate(error.Id, error.ProbableCause));
}
