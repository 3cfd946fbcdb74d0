-- A clinic, written after the rules and not used to make them: prefixes, short forms, natural keys,
-- roles, references without a suffix, and numbers that identify things of other systems.
create schema clinic;
set search_path = clinic;
create table tbl_dept (dept_no smallint primary key, title text, head_id integer);
create table people (person_id integer primary key, full_name text, national_id text unique);
alter table tbl_dept add foreign key (head_id) references people;
create table doctors (
  doctor_id integer primary key, person_id integer not null references people,
  dept_no smallint references tbl_dept, supervisor_id integer references doctors,
  licence_no text unique);
create table patients (
  id integer primary key, person_id integer references people,
  primary_doctor_id integer references doctors, insurer_id integer, insurance_no text);
create table insurance_companies (id integer primary key, name text);
alter table patients add foreign key (insurer_id) references insurance_companies;
create table rooms (room_code varchar(8) primary key, floor integer, dept_no smallint references tbl_dept);
create table icd_codes (icd text primary key, description text);
create table appointments (
  id bigint primary key, patient_id integer not null references patients,
  doctor_id integer references doctors, room_code varchar(8) references rooms,
  previous_id bigint references appointments, starts timestamptz, reference_no text, status text);
create table diagnoses (
  id bigint primary key, appointment_id bigint references appointments, icd text references icd_codes,
  confirmed_by integer references doctors);
create table medicines (medicine_key uuid primary key, name text, atc_code text);
create table prescriptions (
  id bigint primary key, diagnosis_id bigint references diagnoses,
  medicine_key uuid references medicines, prescribing_doctor integer references doctors, dose text);
create table prescription_refills (
  prescription_id bigint references prescriptions, refill_no smallint, pharmacy_id integer,
  primary key (prescription_id, refill_no));
create table invoices (
  invoice_number bigint primary key, patient_id integer references patients, batch_id bigint,
  payer_type text, payer_id integer);
create table invoice_lines (
  invoice_number bigint references invoices, line_number smallint, appointment_id bigint references appointments,
  primary key (invoice_number, line_number));
create table lab_results (
  id bigint primary key, "patientId" integer references patients, "orderedBy" integer references doctors,
  sample_id text, device_id integer, room text, doctor text, value numeric);
create table device (id integer primary key, serial_number text unique);
alter table lab_results add foreign key (device_id) references device;
create table audit_log (
  id bigint primary key, table_name text, row_id bigint, user_id integer, session_key uuid,
  invoice_ref bigint, room_id integer, version integer);
create table settings (id integer primary key, name text unique, value text, parent text);
reset search_path;
