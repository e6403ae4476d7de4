using System.Collections.Immutable;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>The newest lines of each container, of its present and its previous run.</summary>
internal sealed class ContainerLogs(TimeProvider time)
{
    private const int MostLines = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Pod), Dictionary<string, Runs>> _pods = [];

    private sealed record Runs(ImmutableQueue<string> Present, int Count, ImmutableQueue<string>? Previous);

    public void Begin(string ns, string pod, string container)
    {
        lock (_lock)
        {
            if (!_pods.TryGetValue((ns, pod), out var containers))
            {
                _pods[(ns, pod)] = containers = [];
            }

            containers[container] = new Runs([], 0, containers.GetValueOrDefault(container)?.Present);
        }
    }

    public void Print(string ns, string pod, string container, string line)
    {
        lock (_lock)
        {
            if (Find(ns, pod, container) is { } runs)
            {
                var full = runs.Count >= MostLines;
                var lines = (full
                    ? runs.Present.Dequeue()
                    : runs.Present).Enqueue($"time=\"{time.GetUtcNow().Stamp()}\" level=info msg=\"{line}\"");
                _pods[(ns, pod)][container] = runs with { Present = lines, Count = full ? runs.Count : runs.Count + 1 };
            }
        }
    }

    public void Forget(string ns, string pod)
    {
        lock (_lock)
        {
            _pods.Remove((ns, pod));
        }
    }

    /// <exception cref="ApiException">BadRequest when it has not started, or never had a previous run.</exception>
    public IReadOnlyList<string> Read(string ns, string pod, string container, bool previous)
    {
        lock (_lock)
        {
            var lines = Find(ns, pod, container) is { } runs ? previous ? runs.Previous : runs.Present : null;
            return lines is not null ? [.. lines]
                : throw ApiException.BadRequest(previous
                    ? $"previous terminated container \"{container}\" in pod \"{pod}\" not found"
                    : $"container \"{container}\" in pod \"{pod}\" is waiting to start: ContainerCreating");
        }
    }

    private Runs? Find(string ns, string pod, string container) => _pods.GetValueOrDefault((ns, pod))?.GetValueOrDefault(container);
}
