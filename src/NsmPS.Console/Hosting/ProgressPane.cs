using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace NsmPS.Console.Hosting;

/// <summary>
/// Progress as lines below the text on a terminal: one per activity that has not completed, redrawn in place and gone when it completes.
/// The caller keeps calls apart.
/// </summary>
internal sealed class ProgressPane(TextWriter output, bool color, TimeProvider timeProvider)
{
    private const int MaximumLines = 5;
    private const string EraseToEnd = "\e[J";

    private static readonly TimeSpan s_redrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<(long SourceId, ProgressRecord Record)> _activities = [];
    private int _drawnLines;
    private long _lastDrawn;

    public void Update(long sourceId, ProgressRecord record, int width, int height, bool mayDraw)
    {
        int known = _activities.FindIndex(activity => activity.SourceId == sourceId && activity.Record.ActivityId == record.ActivityId);
        bool changesLines = Store(known, sourceId, record);
        if (!mayDraw || (!changesLines && timeProvider.GetElapsedTime(_lastDrawn) < s_redrawInterval))
        {
            return;
        }

        Draw(width, Math.Clamp(height / 2, 1, MaximumLines));
    }

    /// <summary>Removes the drawn lines; the activities stay known.</summary>
    public void Erase()
    {
        output.Write(EraseSequence());
        _drawnLines = 0;
    }

    public void Clear()
    {
        Erase();
        _activities.Clear();
    }

    private bool Store(int known, long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            // What belongs to a completed activity is over too, whether it said so or not.
            return _activities.RemoveAll(activity => activity.SourceId == sourceId
                && (activity.Record.ActivityId == record.ActivityId || activity.Record.ParentActivityId == record.ActivityId)) > 0;
        }

        if (known >= 0)
        {
            _activities[known] = (sourceId, record);
            return false;
        }

        _activities.Add((sourceId, record));
        return true;
    }

    private void Draw(int width, int maximumLines)
    {
        var text = new StringBuilder(EraseSequence());
        // The newest activities are the ones being worked on.
        string[] lines = [.. _activities.Skip(_activities.Count - maximumLines).Select(activity => ProgressLine.Format(activity.Record, width - 1))];
        string style = color ? PSStyle.Instance.Progress.Style : "";
        string reset = color ? PSStyle.Instance.Reset : "";
        text.AppendJoin('\n', lines.Select(line => style + line + reset));
        output.Write(text.ToString());
        _drawnLines = lines.Length;
        _lastDrawn = timeProvider.GetTimestamp();
    }

    private string EraseSequence() => _drawnLines switch
    {
        0 => "",
        1 => "\r" + EraseToEnd,
        _ => string.Create(CultureInfo.InvariantCulture, $"\r\e[{_drawnLines - 1}A{EraseToEnd}"),
    };
}
