using System.Text;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Hosting;

namespace NsmPS.Adapter.Operations.Journal;

/// <summary>Keeps in a file which operations are open, so that the next adapter can tell the end of those that a killed one left.
/// Without the file nothing is kept, and the adapter works anyway.</summary>
internal sealed class OperationJournal(AdapterSettings settings, ILogger<OperationJournal> log) : IDisposable
{
    private const int SizeLimit = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, OpenOperation> _open = [];
    private FileStream? _file;
    private long _numbers;

    /// <summary>Opens the file and empties it.</summary>
    /// <returns>What an adapter before this one has left open.</returns>
    public IReadOnlyList<OpenOperation> Start()
    {
        if (settings.StateFile is not { } path)
        {
            return [];
        }

        lock (_gate)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                _file = PrivateFiles.Hold(path);
                var left = Read(_file);
                _file.SetLength(0);
                return left;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                GiveUp(exception);
                return [];
            }
        }
    }

    /// <summary>Notes that an operation is open.</summary>
    /// <returns>Its number, for <see cref="End"/>.</returns>
    public long Begin(OpenOperation operation)
    {
        lock (_gate)
        {
            _open[++_numbers] = operation;
            Append(new JournalLine(_numbers, operation));
            return _numbers;
        }
    }

    /// <summary>Notes that an operation has ended and that this was told.</summary>
    public void End(long number)
    {
        lock (_gate)
        {
            _open.Remove(number);
            Append(new JournalLine(number, null));
        }
    }

    public void Dispose() => _file?.Dispose();

    private static IReadOnlyList<OpenOperation> Read(FileStream file)
    {
        var open = new SortedDictionary<long, OpenOperation>();
        if (file.Length <= 2 * SizeLimit)
        {
            using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
            while (reader.ReadLine() is { } text)
            {
                if (JournalLine.Read(text) is not { } line)
                {
                    continue;
                }

                open.Remove(line.Number);
                if (line.Begun is { Id: not null, Doing: not null, Subject: not null, Cluster: not null } begun)
                {
                    open[line.Number] = begun;
                }
            }
        }

        return [.. open.Values];
    }

    private void Append(JournalLine line)
    {
        try
        {
            if (_file is null)
            {
                return;
            }

            if (_open.Count == 0 || _file.Length > SizeLimit)
            {
                _file.SetLength(0);
                _file.Write([.. _open.SelectMany(entry => new JournalLine(entry.Key, entry.Value).Write())]);
            }
            else
            {
                _file.Write(line.Write());
            }

            // Flushed to the operating system, which outlives a killed process; not to the disk.
            _file.Flush();
        }
        catch (IOException exception)
        {
            GiveUp(exception);
        }
    }

    private void GiveUp(Exception exception)
    {
        log.JournalUnusable(exception.Message);
        _file?.Dispose();
        _file = null;
    }
}
