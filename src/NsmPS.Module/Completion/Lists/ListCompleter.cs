namespace NsmPS.Completion.Lists;

/// <summary>Completes values of a short list that never changes.</summary>
internal abstract class ListCompleter(params string[] values) : TimedCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candidate>>([.. values.Select(value => new Candidate(value, value))]);
}
