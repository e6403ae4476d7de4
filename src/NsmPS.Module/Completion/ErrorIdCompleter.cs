namespace NsmPS.Completion;

/// <summary>Completes the ids of the error catalogue.</summary>
internal sealed class ErrorIdCompleter : TimedCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candidate>>([.. NsmErrors.All.Values.Select(error => new Candidate(error.Id, error.ProbableCause))]);
}
