namespace NsmPS.Completion.Lists;

/// <summary>Completes values of a short list that never changes.</summary>
internal abstract class ListCompleter(params string[] values) : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) => values.Select(value => new Candidate(value, value));
}
