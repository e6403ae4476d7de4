namespace NsmPS.Mesh.History;

/// <summary>A mesh as its inventory has it.</summary>
internal sealed record RecordedMesh(string Namespace, IReadOnlyList<RecordedRevision> Revisions)
{
    /// <summary>The newest revision that can be understood.</summary>
    public InventoryRecord? Latest => Revisions.Select(revision => revision.Record).FirstOrDefault(record => record is not null);

    /// <summary>The newest revision that was applied to its end; null when none was.</summary>
    public InventoryRecord? LatestComplete => Revisions.FirstOrDefault(revision => revision.IsComplete)?.Record;

    /// <summary>What is on the cluster may come from these: the newest complete revision, and those begun since.</summary>
    public IEnumerable<InventoryRecord> Applied
    {
        get
        {
            foreach (var record in Revisions.Select(revision => revision.Record).OfType<InventoryRecord>())
            {
                yield return record;
                if (record.Complete)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>The revision that the cluster goes back to when no other is asked for: the complete one before the latest, or the one that
    /// an interrupted restoration was bringing back.</summary>
    public InventoryRecord? Previous => Latest is { Complete: false, RestoredFrom: { } begun }
        ? Find(begun)
        : Revisions.FirstOrDefault(revision => revision.IsComplete && revision.Number < Latest?.Revision)?.Record;

    /// <summary>The revision of a number, if it was applied to its end.</summary>
    public InventoryRecord? Find(int number) =>
        Revisions.FirstOrDefault(revision => revision.Number == number && revision.IsComplete)?.Record;
}
