using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;

namespace NsmPS.Manifests;

/// <summary>Does one thing to many objects, some at a time, to the end: one that fails does not hide what became of the others.</summary>
/// <param name="done">What was done to an object, for example <c>applied</c>.</param>
/// <param name="total">How many objects the whole operation has.</param>
/// <param name="cluster">The cluster's name.</param>
internal sealed class ManifestBatch(string done, int total, string cluster)
{
    private const int AtOnce = 16;
    private const int Shown = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _done = [];

    /// <exception cref="NsmException">The failure of the one object that failed, or
    /// CustomOperationFailed with those of several; both say what was done before.</exception>
    public async Task RunAsync(IEnumerable<PlannedObject> objects, Func<PlannedObject, CancellationToken, Task> act,
        CancellationToken cancellationToken)
    {
        var failures = new List<(string Target, NsmException Error)>();
        await Parallel.ForEachAsync(objects, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, token) =>
        {
            try
            {
                await act(item, token);
                lock (_gate)
                {
                    _done.Add(item.Key.ToString());
                }
            }
            catch (NsmException exception)
            {
                lock (_gate)
                {
                    failures.Add((item.Key.ToString(), exception));
                }
            }
        });
        if (failures.Count > 0)
        {
            throw Combine(failures);
        }
    }

    private NsmException Combine(List<(string Target, NsmException Error)> failures)
    {
        if (failures is [var only])
        {
            return new NsmException(only.Error.Error, $"{only.Error.Message} {Progress}", only.Error.Target ?? only.Target, only.Error)
            {
                Cluster = cluster,
                Remedy = only.Error.Remedy
            };
        }

        var texts = failures.OrderBy(failure => failure.Target, StringComparer.Ordinal).Take(Shown)
            .Select(failure => $"{failure.Target}: {failure.Error.Message}");
        var more = failures.Count > Shown ? $"\nand {failures.Count - Shown} more" : "";
        return new NsmException(
            NsmErrors.CustomOperationFailed, $"{failures.Count} objects failed. {Progress}\n{string.Join("\n", texts)}{more}",
            failures[0].Target, failures[0].Error)
        { Cluster = cluster };
    }

    private string Progress => _done.Count == 0
        ? $"None of {total} objects is {done}."
        : $"{_done.Count} of {total} objects are {done}: {ShownText.List(_done, Shown)}.";
}
