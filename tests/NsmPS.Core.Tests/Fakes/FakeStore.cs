using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>The objects of the fake server: versions, managed fields, deletion with finalizers, and the history for watches.</summary>
internal sealed class FakeStore(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, FakeEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<FakeChange> _history = [];
    private TaskCompletionSource _pulse = NewPulse();
    private long _version = 1;
    private long _compacted;
    private int _uids;

    public Lock Gate => _gate;

    public string Version => _version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Called after each stored write, inside the lock; may change the object it is given.</summary>
    public Action<FakeEntry>? Stored { get; set; }

    /// <summary>Completes with the next change.</summary>
    public Task NextChange
    {
        get
        {
            lock (_gate)
            {
                return _pulse.Task;
            }
        }
    }

    public FakeEntry? Find(ResourceType type, string? @namespace, string name) => _entries.GetValueOrDefault(KeyOf(type, @namespace, name));

    public IEnumerable<FakeEntry> All(ResourceType type, string? @namespace) => _entries.Values
        .Where(entry => entry.Type == type && (@namespace is null || NamespaceOf(entry.State) == @namespace));

    public IEnumerable<FakeEntry> InNamespace(string @namespace) => _entries.Values.Where(entry => entry.Type.Namespaced && NamespaceOf(entry.State) == @namespace);

    /// <summary>Stores an object's next state, unless nothing changed; returns what is stored then.</summary>
    public JsonObject Store(FakeEntry next)
    {
        string key = KeyOf(next);
        FakeEntry? before = _entries.GetValueOrDefault(key);
        JsonObject metadata = (JsonObject)next.State["metadata"]!;
        if (before is not null && JsonNode.DeepEquals(Comparable(before), Comparable(next)))
        {
            _entries[key] = new FakeEntry(next.Type, before.State) { Managers = next.Managers };
            return before.State;
        }

        Stamp(next, before);
        if (before is not null && metadata["deletionTimestamp"] is not null && !IsHeld(next))
        {
            Erase(before, next.State);
            return next.State;
        }

        _entries[key] = next;
        Record(next, before?.State, next.State);
        FakeEntry reaction = next.Copy();
        Stored?.Invoke(reaction);
        if (_entries.GetValueOrDefault(key) == next)
        {
            Store(reaction);
        }

        return next.State;
    }

    /// <summary>What a stored object would look like; nothing is kept.</summary>
    public JsonObject Preview(FakeEntry next)
    {
        FakeEntry? before = _entries.GetValueOrDefault(KeyOf(next));
        if (before is not null && JsonNode.DeepEquals(Comparable(before), Comparable(next)))
        {
            return before.State;
        }

        string? version = (string?)before?.State["metadata"]?["resourceVersion"];
        (long versions, int uids) = (_version, _uids);
        Stamp(next, before);
        (_version, _uids) = (versions, uids);
        JsonObject metadata = (JsonObject)next.State["metadata"]!;
        metadata.Remove("resourceVersion");
        if (version is not null)
        {
            metadata["resourceVersion"] = version;
        }

        return next.State;
    }

    /// <summary>Deletes, or marks as being deleted while finalizers hold it. A namespace takes its objects along.</summary>
    public JsonObject Delete(FakeEntry entry)
    {
        var metadata = (JsonObject)entry.State["metadata"]!;
        if (entry.Type == KnownTypes.Namespaces)
        {
            foreach (FakeEntry inner in InNamespace((string)metadata["name"]!).ToArray())
            {
                Delete(inner);
            }
        }

        if (!IsHeld(entry))
        {
            Erase(entry, entry.State);
            return entry.State;
        }

        FakeEntry marked = entry.Copy();
        var next = (JsonObject)marked.State["metadata"]!;
        next["deletionTimestamp"] ??= Now();
        if (entry.Type == KnownTypes.Namespaces)
        {
            marked.State["status"] = new JsonObject { ["phase"] = "Terminating" };
        }

        return Store(marked);
    }

    /// <summary>Changes after a version; fails when they are forgotten.</summary>
    public IReadOnlyList<FakeChange> Since(long version)
    {
        lock (_gate)
        {
            return version < _compacted ? throw FakeRejection.Gone() : [.. _history.Where(change => change.Version > version)];
        }
    }

    /// <summary>Forgets the history, so that watches from before have to list again.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _compacted = ++_version;
            _history.Clear();
        }
    }

    public static string? NamespaceOf(JsonObject item) => (string?)item["metadata"]?["namespace"];

    private void Erase(FakeEntry entry, JsonObject last)
    {
        _version++;
        _entries.Remove(KeyOf(entry));
        Record(entry, last, null);
        if (NamespaceOf(last) is { } name && Find(KnownTypes.Namespaces, null, name) is { } home
            && home.State["metadata"]!["deletionTimestamp"] is not null && !InNamespace(name).Any())
        {
            Delete(home);
        }
    }

    private void Stamp(FakeEntry next, FakeEntry? before)
    {
        var metadata = (JsonObject)next.State["metadata"]!;
        metadata["uid"] = (string?)before?.State["metadata"]?["uid"] ?? $"00000000-0000-0000-0000-{++_uids:000000000000}";
        metadata["creationTimestamp"] = (string?)before?.State["metadata"]?["creationTimestamp"] ?? Now();
        metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        if (next.State.ContainsKey("spec"))
        {
            long generation = (long?)before?.State["metadata"]?["generation"] ?? 0;
            metadata["generation"] = JsonNode.DeepEquals(before?.State["spec"], next.State["spec"]) ? generation : generation + 1;
        }

        metadata["managedFields"] = new JsonArray([.. next.Managers.Select(manager => new JsonObject
        {
            ["manager"] = manager.Key,
            ["operation"] = "Apply",
            ["apiVersion"] = next.Type.ApiVersion,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = FakeFields.ToFieldsV1(manager.Value),
        })]);
    }

    private void Record(FakeEntry entry, JsonObject? before, JsonObject? after)
    {
        JsonObject any = (after ?? before)!;
        _history.Add(new FakeChange(_version, entry.Type, NamespaceOf(any), (JsonObject?)before?.DeepClone(), (JsonObject?)after?.DeepClone()));
        TaskCompletionSource pulse = _pulse;
        _pulse = NewPulse();
        pulse.SetResult();
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private bool IsHeld(FakeEntry entry)
    {
        var metadata = (JsonObject)entry.State["metadata"]!;
        return metadata["finalizers"] is JsonArray { Count: > 0 } || (entry.Type == KnownTypes.Namespaces && InNamespace((string)metadata["name"]!).Any());
    }

    private static JsonObject Comparable(FakeEntry entry)
    {
        var copy = (JsonObject)entry.State.DeepClone();
        var metadata = (JsonObject)copy["metadata"]!;
        foreach (string name in (string[])["resourceVersion", "managedFields", "generation", "uid", "creationTimestamp"])
        {
            metadata.Remove(name);
        }

        return copy;
    }

    private static string KeyOf(FakeEntry entry) => KeyOf(entry.Type, NamespaceOf(entry.State), (string)entry.State["metadata"]!["name"]!);

    private static string KeyOf(ResourceType type, string? @namespace, string name) => $"{type.ApiVersion} {type.Plural} {@namespace} {name}";

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
