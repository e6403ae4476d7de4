using System.Collections.Concurrent;

namespace NsmPS.Bundles;

/// <summary>Does the parts of a bundle, each failing for itself, and keeps what is missing because of that.</summary>
/// <param name="stop">Cancels; its failure is the caller's.</param>
internal sealed class BundleProblems(CancellationToken stop)
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyList<string> All => [.. _all.Distinct()];

    public void Add(string sentence) => _all.Enqueue(sentence);

    /// <summary>Does one part until the deadline.</summary>
    /// <returns>What it gave; null where it failed.</returns>
    public async Task<T?> TryAsync<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken deadline)
        where T : class
    {
        try
        {
            deadline.ThrowIfCancellationRequested();
            return await work(deadline);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Add($"{what}: not read, because the time was over.");
        }
        catch (NsmException failure) when (!stop.IsCancellationRequested)
        {
            Add($"{what}: {failure.Message}");
        }

        stop.ThrowIfCancellationRequested();
        return null;
    }
}
