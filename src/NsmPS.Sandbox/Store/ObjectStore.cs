using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Fields;
using NsmPS.Sandbox.Validation.Values;

namespace NsmPS.Sandbox.Store;

/// <summary>All objects, in memory. One lock makes every write whole and orders the changes.</summary>
/// <param name="time">The clock that the cluster lives by.</param>
/// <param name="wall">The real clock, of time stamps.</param>
/// <param name="admissions">Asked at the first write: what admits may itself read the store.</param>
/// <param name="changesKept">How many changes watches can go back.</param>
/// <param name="minor">The minor version of Kubernetes that it is.</param>
internal sealed class ObjectStore(TimeProvider time, TimeProvider wall, Lazy<IReadOnlyList<IAdmission>> admissions,
    int changesKept = 2_500, int minor = ObjectStore.LatestMinor) : IObjectStore
{
    /// <summary>The minor version of Kubernetes that it is unless told otherwise.</summary>
    public const int LatestMinor = 36;

    private const string InternalManager = "nsmps-sandbox";

    private static readonly WriteOptions s_internal = new(InternalManager, Trusted: true);

    private readonly Lock _gate = new();
    private readonly ObjectTable _table = new();
    private readonly ChangeLog _log = new(changesKept);
    private long _version = 1;

    public TimeProvider Time => time;

    public TimeProvider Wall => wall;

    public KindTable Kinds { get; } = new();

    public JsonObject? Get(ResourceKind kind, string? ns, string name)
    {
        lock (_gate)
        {
            return _table.Find(kind, ns, name);
        }
    }

    public JsonObject? Find(ResourceKind kind, string uid)
    {
        lock (_gate)
        {
            return _table.Find(kind, uid);
        }
    }

    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? ns = null) => Read(kind, ns).Items;

    public IReadOnlyList<JsonObject> Controlled(ResourceKind kind, JsonObject owner)
    {
        lock (_gate)
        {
            return _table.Controlled(kind, owner.Uid() ?? "");
        }
    }

    /// <summary>All objects of a kind, the version they are of, and the oldest version that a list may go on from.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version, long Oldest) Read(ResourceKind kind, string? ns)
    {
        lock (_gate)
        {
            return (_table.All(kind, ns), _version, _log.Forgotten);
        }
    }

    public ResourceKind? Find(string apiVersion, string kind) => Kinds.Find(apiVersion, kind);

    public JsonObject Create(ResourceKind kind, JsonObject item) => Create(kind, item, s_internal);

    public JsonObject Create(ResourceKind kind, JsonObject item, WriteOptions options)
    {
        item = item.Clone();
        JsonObjects.DropNulls(item);
        item["apiVersion"] = kind.ApiVersion;
        item["kind"] = kind.Kind;
        lock (_gate)
        {
            IdentityRules.Name(kind, item, named => _table.Find(kind, named.Namespace(), named.Name()) is not null);
            var ns = item.Namespace();
            CheckNamespace(kind, ns, item.Name());
            if (_table.Find(kind, ns, item.Name()) is not null)
            {
                throw ApiException.AlreadyExists(kind, item.Name());
            }

            ObjectRules.RemoveServerFields(item);
            if (kind.HasStatus && !options.Trusted && kind != BuiltIn.Nodes)
            {
                item.Remove(JsonObjects.StatusField);
            }

            item.Metadata()["uid"] = Guid.NewGuid().ToString();
            item.Metadata()["creationTimestamp"] = Now();
            if (kind == BuiltIn.Namespaces)
            {
                item.Ensure("spec")["finalizers"] = new JsonArray("kubernetes");
            }

            Prepare(kind, item, null, options, status: false);
            if (ObjectRules.HasGeneration(kind, minor))
            {
                item.Metadata()["generation"] = 1;
            }

            return options.DryRun ? item : Commit(ChangeType.Added, kind, item, null);
        }
    }

    public JsonObject Update(ResourceKind kind, string? ns, string name, Func<JsonObject, JsonObject?> change, bool status = false) =>
        Update(kind, ns, name, change, s_internal, status);

    public JsonObject Update(ResourceKind kind, string? ns, string name, Func<JsonObject, JsonObject?> change,
        WriteOptions options, bool status)
    {
        lock (_gate)
        {
            var before = _table.Find(kind, ns, name) ?? throw ApiException.NotFound(kind, name);
            if (change(before.Clone()) is not { } item)
            {
                return before;
            }

            item = item.Parent is null ? item : item.Clone();
            JsonObjects.DropNulls(item);
            IdentityRules.Keep(kind, before, item);
            if (status)
            {
                var newStatus = item[JsonObjects.StatusField]?.DeepClone();
                item = before.Clone();
                item[JsonObjects.StatusField] = newStatus;
            }
            else
            {
                ObjectRules.RestoreServerFields(item, before);
                if (kind.HasStatus)
                {
                    item[JsonObjects.StatusField] = before[JsonObjects.StatusField]?.DeepClone();
                }

                Prepare(kind, item, before, options, status);
            }

            JsonObjects.DropNulls(item);
            if (JsonNode.DeepEquals(before, item))
            {
                return item;
            }

            // That a pod is placed on a node is no new version of what it is to be.
            if (!status && ObjectRules.HasGeneration(kind, minor) && !(kind == BuiltIn.Pods && options.Trusted)
                && ObjectRules.SpecificationDiffers(before, item, annotationsCount: kind == BuiltIn.Deployments && !options.Trusted))
            {
                item.Metadata()["generation"] = (before.NumberOrNull(JsonObjects.MetadataField, "generation") ?? 0) + 1;
            }

            return options.DryRun
                ? item
                : Commit(ObjectRules.MayGo(kind, item) ? ChangeType.Deleted : ChangeType.Modified, kind, item, before);
        }
    }

    /// <summary>Creates or changes an object as a manager's configuration says; true when it was new.</summary>
    public (JsonObject Item, bool Created) Apply(ResourceKind kind, string? ns, string name, JsonObject configuration,
        WriteOptions options, bool force)
    {
        JsonObjects.DropNulls(configuration);
        var known = options with { OwnersKnown = true };
        lock (_gate)
        {
            if (_table.Find(kind, ns, name) is not null)
            {
                return (Update(kind, ns, name, live => ServerSideApply.Apply(kind, live, configuration, options.Manager, force, Now()),
                    known, status: false), false);
            }

            return configuration.Uid() is null
                ? (Create(kind, ServerSideApply.Apply(kind, null, configuration, options.Manager, force, Now()), known), true)
                : throw ApiException.Conflict(kind, name,
                    "uid mismatch: the provided object specified a uid, and no existing object was found");
        }
    }

    public void Delete(ResourceKind kind, string? ns, string name, string propagation = "Background", int? graceSeconds = null) =>
        Delete(kind, ns, name, new DeleteOptions(propagation, graceSeconds));

    /// <summary>Deletes; the object as it is then, and whether it is gone.</summary>
    public (JsonObject Item, bool Gone) Delete(ResourceKind kind, string? ns, string name, DeleteOptions options)
    {
        lock (_gate)
        {
            var before = _table.Find(kind, ns, name) ?? throw ApiException.NotFound(kind, name);
            if (options.Uid is { } uid && uid != before.Uid())
            {
                throw ApiException.Conflict(kind, name,
                    $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid()}");
            }

            if (options.Version is { } version && version != before.Text(JsonObjects.MetadataField, "resourceVersion"))
            {
                throw ApiException.Conflict(kind, name, $"Precondition failed: ResourceVersion in precondition: {version}");
            }

            var item = Deletion.Begin(kind, before, options, wall.GetUtcNow());
            var gone = ObjectRules.MayGo(kind, item);
            if (options.DryRun || (!gone && JsonNode.DeepEquals(before, item)))
            {
                return (item, gone);
            }

            return (Commit(gone ? ChangeType.Deleted : ChangeType.Modified, kind, item, before), gone);
        }
    }

    public async IAsyncEnumerable<Change> WatchAsync(Func<ResourceKind, bool> kinds, [EnumeratorCancellation] CancellationToken token)
    {
        using var watch = Watch(kinds, null, null);
        foreach (var change in watch.Initial)
        {
            yield return change;
        }

        await foreach (var change in watch.Changes.ReadAllAsync(token))
        {
            yield return change;
        }
    }

    /// <summary>Changes after a version, or everything there is and the changes after it.</summary>
    /// <exception cref="ApiException">Expired.</exception>
    public StoreWatch Watch(Func<ResourceKind, bool> kinds, string? ns, long? since)
    {
        lock (_gate)
        {
            if (since < _log.Forgotten)
            {
                throw ApiException.Expired(since.Value, _log.Forgotten);
            }

            var initial = since is { } version
                ? _log.Since(version).Where(change => kinds(change.Kind))
                : _table.Kinds.Where(kinds)
                    .SelectMany(kind => _table.All(kind, ns).Select(item => new Change(ChangeType.Added, kind, item, null)));
            Change[] first = [.. initial];
            var subscription = _log.Subscribe(kinds);
            return new StoreWatch(first, _version, subscription.Channel.Reader, () => Unsubscribe(subscription));
        }
    }

    /// <summary>Forgets the changes so far: watches that want to go on from before get 410.</summary>
    public void ForgetChanges()
    {
        lock (_gate)
        {
            _log.Forget(++_version);
        }
    }

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>All objects, to read only, and the version they are of.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version) Export()
    {
        lock (_gate)
        {
            return ([.. _table.Kinds.SelectMany(kind => _table.All(kind))], _version);
        }
    }

    /// <summary>Takes over what <see cref="Export"/> gave. Only for an empty store that nobody watches yet.</summary>
    public void Import(IReadOnlyList<JsonObject> items, long version)
    {
        lock (_gate)
        {
            // Definitions first: the rest may be of the kinds that they define.
            foreach (var item in items.OrderBy(item => item.Text("kind") != BuiltIn.CustomResourceDefinitions.Kind))
            {
                var kind = Kinds.Find(item.Text("apiVersion") ?? "", item.Text("kind") ?? "")
                    ?? throw new FormatException($"no definition for {item.Text("kind")} {item.Name()}");
                _table.Set(kind, item);
                if (kind == BuiltIn.CustomResourceDefinitions)
                {
                    Kinds.Follow(ChangeType.Added, item, DateTimeOffset.MinValue);
                }
            }

            _version = version;
            _log.Forget(version);
        }
    }

    public void RecordEvent(JsonObject about, string type, string reason, string message, string source)
    {
        var happened = EventObjects.Make(about, type, reason, message, source, Now());
        lock (_gate)
        {
            if (_table.Find(BuiltIn.Events, happened.Namespace(), happened.Name()) is not null)
            {
                Update(BuiltIn.Events, happened.Namespace(), happened.Name(), EventObjects.Again(Now()));
            }
            else if (_table.Find(BuiltIn.Namespaces, null, happened.Namespace()!) is { } ns && !ns.IsTerminating())
            {
                Create(BuiltIn.Events, happened);
            }
        }
    }

    private void Unsubscribe(Subscription subscription)
    {
        lock (_gate)
        {
            _log.Unsubscribe(subscription);
        }
    }

    private void Prepare(ResourceKind kind, JsonObject item, JsonObject? before, WriteOptions options, bool status)
    {
        Defaults.Fill(kind, item, minor);
        if (Kinds.DefinitionOf(kind)?.Schema is { } schema)
        {
            SchemaRules.Apply(kind, item, schema, options.Unknown);
        }

        // Fields that are added from here on have no owner.
        if (!options.OwnersKnown && !status)
        {
            FieldOwners.Follow(before, item, options.Manager, BuiltIn.All.Contains(kind), Now());
        }

        foreach (var admission in status ? [] : admissions.Value)
        {
            admission.Mutate(kind, item, before, options);
        }

        foreach (var admission in admissions.Value)
        {
            admission.Admit(kind, item, before, options.DryRun);
        }

        Defaults.Fill(kind, item, minor);
        Defaults.Allocate(kind, item, _version, minor);
        if (!options.Trusted)
        {
            ValueRules.Check(kind, item, before);
        }

        foreach (var admission in admissions.Value)
        {
            admission.Validate(kind, item, before, options);
        }
    }

    private JsonObject Commit(ChangeType type, ResourceKind kind, JsonObject item, JsonObject? before)
    {
        item.Metadata()["resourceVersion"] = $"{++_version}";
        if (type == ChangeType.Deleted)
        {
            _table.Remove(kind, item);
        }
        else
        {
            _table.Set(kind, item);
        }

        if (kind == BuiltIn.CustomResourceDefinitions)
        {
            Kinds.Follow(type, item, time.GetUtcNow());
        }

        _log.Add(new Change(type, kind, item, before));
        return item;
    }

    private void CheckNamespace(ResourceKind kind, string? ns, string name)
    {
        if (!kind.Namespaced)
        {
            return;
        }

        var owner = _table.Find(BuiltIn.Namespaces, null, ns ?? "") ?? throw ApiException.NotFound(BuiltIn.Namespaces, ns ?? "");
        if (owner.IsTerminating())
        {
            throw ApiException.Forbidden(kind, name, $"unable to create new content in namespace {ns} because it is being terminated",
                "NamespaceTerminating");
        }
    }

    private string Now() => wall.GetUtcNow().Stamp();
}
