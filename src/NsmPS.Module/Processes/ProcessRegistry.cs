using System.Globalization;
using System.Text.Json;

namespace NsmPS.Processes;

/// <summary>The programs of one kind that this user has started: one file for each, in a folder of the user's.</summary>
internal sealed class ProcessRegistry(string folder)
{
    private const string Extension = ".json";

    /// <summary>The registry of one kind of program, for example <c>adapters</c>.</summary>
    public static ProcessRegistry Of(string kind) => new(StateFolder.PathOf(kind, ProcessEnvironment.Current));

    /// <summary>Where the registry keeps its files; logs may lie there too.</summary>
    public string Folder => folder;

    /// <summary>Remembers a program.</summary>
    /// <exception cref="NsmException">FileNotWritable.</exception>
    public async Task AddAsync(ProcessRecord record, CancellationToken cancellationToken)
    {
        StateFolder.Create(folder);
        await Session.PrivateFile.WriteAsync(PathOf(record.ProcessId),
            JsonSerializer.Serialize(record, ProcessRecordJson.Default.ProcessRecord), overwrite: true, cancellationToken);
    }

    /// <summary>Forgets a program. That nothing of it is remembered is no error.</summary>
    public void Remove(int processId) => Forget(PathOf(processId), Read(PathOf(processId)));

    /// <summary>The programs that still run. Files of those that do not, and files that
    /// nobody understands, are removed on the way.</summary>
    public IReadOnlyList<ProcessRecord> ReadAlive()
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var alive = new List<ProcessRecord>();
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            var record = Read(file);
            if (record is not null && record.IsAlive())
            {
                alive.Add(record);
            }
            else
            {
                Forget(file, record);
            }
        }

        return [.. alive.OrderBy(record => record.StartedAt)];
    }

    private static ProcessRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), ProcessRecordJson.Default.ProcessRecord);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Forget(string file, ProcessRecord? record)
    {
        Delete(file);

        // A program that was killed could not remove it itself.
        if (record?.Kubeconfig is { } kubeconfig)
        {
            Delete(kubeconfig);
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is read with care the next time, too.
        }
    }

    private string PathOf(int processId) => Path.Combine(folder, processId.ToString(CultureInfo.InvariantCulture) + Extension);
}
